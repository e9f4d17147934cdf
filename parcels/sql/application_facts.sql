-- What an application has by now, for the conditions of its moves (parcels/workflow.py).
-- in:  application (id)
-- out: one row, one column: JSON
-- uses: indexes by application of parcel, consent, survey, attachment, state_change; land_document by parcel
WITH land AS (
    SELECT p.id, p.code, p.joined_area_m2, p.geom IS NOT NULL AS is_drawn FROM parcel p
    WHERE p.application = %(application)s AND p.withdrawn_at IS NULL
), papers AS (
    SELECT kind, masked FROM attachment WHERE application = %(application)s AND result <> 'RETURNED'
), agreed AS (
    SELECT kind FROM consent WHERE application = %(application)s AND withdrawn_on IS NULL
)
SELECT json_build_object(
    'line', k.line,
    'relation', a.relation,
    'size', a.size_target_rai,
    'entered_by', a.created_by_id,
    'four_eyes', coalesce((SELECT four_eyes FROM office o WHERE o.area = left(a.tambon, 4)), true),
    'parcels', (SELECT count(*) FROM land),
    'joined', (SELECT count(*) FROM land WHERE joined_area_m2 > 0),
    'undrawn', (SELECT coalesce(json_agg(code ORDER BY code), '[]') FROM land WHERE NOT is_drawn),
    'without_right', (
        SELECT coalesce(json_agg(code ORDER BY code), '[]') FROM land l WHERE NOT EXISTS (
            SELECT FROM land_document d JOIN doc_type t ON t.code = d.doc_type
            WHERE d.parcel = l.id AND t.confers <> 'NONE')),
    'co_holders', (SELECT coalesce(sum(d.co_holders), 0) FROM land l JOIN land_document d ON d.parcel = l.id),
    'papers', (SELECT coalesce(json_object_agg(kind, masked), '{}')
               FROM (SELECT kind, bool_or(masked) AS masked FROM papers GROUP BY kind) one),
    'consents', (SELECT coalesce(json_object_agg(kind, n), '{}')
                 FROM (SELECT kind, count(*) AS n FROM agreed GROUP BY kind) one),
    'ready', (SELECT ready FROM survey WHERE application = a.id ORDER BY visited_on DESC, id DESC LIMIT 1),
    'was_docs_ok', EXISTS (SELECT FROM state_change WHERE application = a.id AND to_state = 'DOCS_OK'),
    'open_cases', (
        SELECT count(DISTINCT c.id) FROM land l JOIN "case" c ON l.id IN (c.parcel_a_id, c.parcel_b_id)
        WHERE c.closed_at IS NULL AND c.state IN ('OPEN', 'ASSERTED')),
    'design', EXISTS (SELECT FROM design WHERE application = a.id),
    'accepted', EXISTS (SELECT FROM work WHERE application = a.id AND accepted_on IS NOT NULL),
    'built', EXISTS (SELECT FROM land l JOIN zone z ON z.parcel = l.id WHERE z.stage = 'BUILT')
)
FROM application a
JOIN applicant p ON p.id = a.applicant_id
JOIN applicant_kind k ON k.code = p.kind
WHERE a.id = %(application)s
