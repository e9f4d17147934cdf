-- What one search box finds, at most `limit` of a kind, the nearest first.
-- in:  text (as typed, LIKE-safe), key (search_key of it), lo, hi (range of tambon codes), village ('' for any),
--      owner (user id, NULL for any), people (whether names may be searched), documents (whether papers may), limit
-- out: kind, uid, label, detail, application (uid), parcel (uid), state, near (0 to 1)
-- uses: applicant_search, application_search, land_document_search, the unique index on parcel.code; patterns stand
--       where they are compared, since a trigram index serves only what is known when the question is planned
WITH persons AS (
    SELECT p.id, p.uid, p.name_th, p.kind, p.tambon, p.village_code, p.user_id,
           public.word_similarity(%(key)s, p.name_key) AS near
    FROM applicant p
    WHERE %(people)s AND %(key)s <> ''
      AND (p.name_key LIKE '%%' || %(key)s || '%%' OR p.name_key OPERATOR(public.%%>) %(key)s)
)
(
    SELECT 'application' AS kind, a.uid, a.no AS label, p.name_th AS detail, a.uid AS application, NULL::uuid AS parcel, a.state, p.near
    FROM persons p JOIN application a ON a.applicant_id = p.id
    WHERE a.tambon >= %(lo)s AND a.tambon < %(hi)s AND (%(village)s = '' OR p.village_code = %(village)s)
      AND (%(owner)s::integer IS NULL OR p.user_id = %(owner)s)
    ORDER BY p.near DESC, a.id DESC LIMIT %(limit)s
)
UNION ALL
(
    SELECT 'applicant', p.uid, p.name_th, p.tambon, NULL, NULL, NULL, p.near
    FROM persons p
    WHERE p.tambon >= %(lo)s AND p.tambon < %(hi)s AND (%(village)s = '' OR p.village_code = %(village)s)
      AND (%(owner)s::integer IS NULL OR p.user_id = %(owner)s)
      AND NOT EXISTS (SELECT FROM application WHERE applicant_id = p.id)
    ORDER BY p.near DESC, p.id DESC LIMIT %(limit)s
)
UNION ALL
(
    SELECT 'application', a.uid, a.no, CASE WHEN %(people)s THEN p.name_th ELSE '' END, a.uid, NULL, a.state, 1
    FROM application a JOIN applicant p ON p.id = a.applicant_id
    WHERE a.no LIKE '%%' || %(text)s || '%%' AND length(%(text)s) >= 3 AND %(documents)s
      AND a.tambon >= %(lo)s AND a.tambon < %(hi)s
      AND (%(village)s = '' OR p.village_code = %(village)s)
      AND (%(owner)s::integer IS NULL OR p.user_id = %(owner)s)
    ORDER BY a.id DESC LIMIT %(limit)s
)
UNION ALL
(
    SELECT 'parcel', c.uid, c.code, c.name, a.uid, c.uid, c.state, 1
    FROM parcel c
    LEFT JOIN application a ON a.id = c.application LEFT JOIN applicant p ON p.id = a.applicant_id
    WHERE c.code LIKE %(text)s || '%%' AND %(text)s ~ '^[0-9]{6}' AND c.withdrawn_at IS NULL
      AND c.tambon >= %(lo)s AND c.tambon < %(hi)s
      AND (%(village)s = '' OR c.village_code = %(village)s)
      AND (%(owner)s::integer IS NULL OR p.user_id = %(owner)s)
    ORDER BY c.code LIMIT %(limit)s
)
UNION ALL
(
    SELECT 'document', d.uid, concat_ws(' ', d.doc_type, nullif(d.doc_no, '')),
           concat_ws(' · ', c.code, nullif(d.map_sheet, ''), nullif(d.land_no, '')), a.uid, c.uid, c.state, 1
    FROM land_document d
    JOIN parcel c ON c.id = d.parcel AND c.withdrawn_at IS NULL
    LEFT JOIN application a ON a.id = c.application LEFT JOIN applicant p ON p.id = a.applicant_id
    WHERE d.doc_no || ' ' || d.map_sheet || ' ' || d.land_no LIKE '%%' || %(text)s || '%%'
      AND %(documents)s AND length(%(text)s) >= 2 AND c.tambon >= %(lo)s AND c.tambon < %(hi)s
      AND (%(village)s = '' OR c.village_code = %(village)s)
      AND (%(owner)s::integer IS NULL OR p.user_id = %(owner)s)
    ORDER BY d.id DESC LIMIT %(limit)s
)
UNION ALL
(
    SELECT 'area', NULL, o.code, o.name_th, NULL, NULL, NULL, 1
    FROM area o
    WHERE (o.name_th LIKE %(text)s || '%%' OR lower(o.name_en) LIKE lower(%(text)s || '%%'))
      AND o.code < %(hi)s AND (o.code >= %(lo)s OR %(lo)s LIKE o.code || '%%')
    ORDER BY o.code LIMIT %(limit)s
)
