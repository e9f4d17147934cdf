-- Applicants and joined area of one fiscal year, people and institutions apart (DOMAIN.md 4, F1 to F5).
-- in:  fy (Buddhist era); lo, hi (area codes, lo <= tambon < hi); village ('' or the one village to count);
--      level (of the rows); uncounted (states that are not counted); unsurveyed (states before the survey)
-- out: one row, one column: the answer as JSON, areas in m²
-- uses: application_fy_state, the index of parcel.application
-- ราย counts applicants, not parcels and not households (F5). An applicant counts once, with all of his land of
-- the year, where his first parcel by code lies; without a parcel where he lives. So every total is the sum of
-- its rows, also for those few whose land lies in two tambon.
WITH land AS (
    SELECT a.id, a.applicant_id, a.state,
           coalesce(sum(p.joined_area_m2), 0) AS joined,
           coalesce(bool_or(p.joined_is_estimate AND p.joined_area_m2 > 0), false) AS is_estimate,
           min(p.code) AS first_parcel
    FROM application a
    LEFT JOIN parcel p ON p.application = a.id AND p.withdrawn_at IS NULL AND NOT EXISTS (
        SELECT FROM "case" c WHERE c.closed_at IS NULL AND c.state IN ('OPEN', 'ASSERTED')
        AND p.id IN (c.parcel_a_id, c.parcel_b_id))
    WHERE a.fy = %(fy)s
    GROUP BY a.id
), placed AS (
    SELECT l.*, k.line, l.state <> ALL (%(uncounted)s) AS is_counted,
           first_value(coalesce(p.tambon, who.tambon)) OVER first_land AS tambon,
           first_value(coalesce(p.village_code, who.village_code)) OVER first_land AS village
    FROM land l
    JOIN applicant who ON who.id = l.applicant_id
    JOIN applicant_kind k ON k.code = who.kind
    LEFT JOIN parcel p ON p.code = l.first_parcel
    WINDOW first_land AS (
        PARTITION BY l.applicant_id, l.state <> ALL (%(uncounted)s) ORDER BY l.first_parcel NULLS LAST, l.id
    )
), visible AS (
    SELECT * FROM placed
    WHERE tambon COLLATE "C" >= %(lo)s AND tambon COLLATE "C" < %(hi)s AND %(village)s IN ('', village)
), people AS (
    SELECT * FROM visible WHERE line = 'people' AND is_counted
), institutions AS (
    SELECT * FROM visible WHERE line = 'institutions'
), by_row AS (
    SELECT r.code, r.name_th, r.name_en, count(DISTINCT p.applicant_id) AS applicants, coalesce(sum(p.joined), 0) AS m2
    FROM area r LEFT JOIN people p ON left(p.tambon, length(r.code)) = r.code
    WHERE r.level = %(level)s AND r.code >= %(lo)s AND r.code < %(hi)s
    GROUP BY r.code, r.name_th, r.name_en
)
SELECT json_build_object(
    'people', (
        SELECT json_build_object('applicants', count(DISTINCT applicant_id), 'joined_area_m2', coalesce(sum(joined), 0),
                                 'joined_area', rai(coalesce(sum(joined), 0)))
        FROM people),
    'institutions', (
        SELECT json_build_object(
            'sites', count(*) FILTER (WHERE is_counted),
            'joined_area_m2', coalesce(sum(joined) FILTER (WHERE is_counted), 0),
            'joined_area', rai(coalesce(sum(joined) FILTER (WHERE is_counted), 0)),
            'is_estimate', coalesce(bool_or(is_estimate) FILTER (WHERE is_counted), false),
            'in_survey', count(*) FILTER (WHERE state = ANY (%(unsurveyed)s)))
        FROM institutions),
    'states', (
        SELECT json_object_agg(s.code, coalesce(n.applications, 0) ORDER BY s.sort)
        FROM state s LEFT JOIN (
            SELECT state, count(*) AS applications FROM visible WHERE line = 'people' GROUP BY state
        ) n ON n.state = s.code),
    'rows', (
        SELECT coalesce(json_agg(json_build_object('code', code, 'name_th', name_th, 'name_en', name_en,
            'applicants', applicants, 'joined_area_m2', m2, 'joined_area', rai(m2)) ORDER BY code), '[]')
        FROM by_row)
)
