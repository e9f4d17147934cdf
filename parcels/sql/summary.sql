-- Applicants and joined area of one fiscal year, people and institutions apart (DOMAIN.md 4, F1 to F5).
-- in:  fy (Buddhist era); lo, hi (area codes, lo <= area < hi); digits (length of the codes that are summed);
--      tambon (the part of lo that rows can have); level (of the rows); unsurveyed (states before the survey)
-- out: one row, one column: the answer as JSON, areas in m²
-- uses: rollup_pkey
-- ราย counts applicants, not parcels and not households (F5). An applicant counts once, with all of his land of
-- the year, where his first parcel by code lies; without a parcel where he lives. So every total is the sum of
-- its rows, also for those few whose land lies in two tambon.
WITH visible AS MATERIALIZED (
    SELECT *, is_counted(state) AS is_counted FROM rollup_now
    WHERE digits = %(digits)s AND fy = %(fy)s AND area >= %(lo)s AND area < %(hi)s
), people AS (
    SELECT * FROM visible WHERE line = 'people' AND is_counted
), institutions AS (
    SELECT * FROM visible WHERE line = 'institutions'
), by_row AS (
    SELECT r.code, r.name_th, r.name_en, coalesce(sum(p.applicants), 0) AS applicants, coalesce(sum(p.joined_m2), 0) AS m2
    FROM area r LEFT JOIN people p ON left(p.area, length(r.code)) = r.code
    WHERE r.level = %(level)s AND r.code >= %(tambon)s AND r.code < %(hi)s
    GROUP BY r.code, r.name_th, r.name_en
)
SELECT json_build_object(
    'people', (
        SELECT json_build_object('applicants', coalesce(sum(applicants), 0), 'joined_area_m2', coalesce(sum(joined_m2), 0),
                                 'joined_area', rai(coalesce(sum(joined_m2), 0)))
        FROM people),
    'institutions', (
        SELECT json_build_object(
            'sites', coalesce(sum(applications) FILTER (WHERE is_counted), 0),
            'joined_area_m2', coalesce(sum(joined_m2) FILTER (WHERE is_counted), 0),
            'joined_area', rai(coalesce(sum(joined_m2) FILTER (WHERE is_counted), 0)),
            'is_estimate', coalesce(sum(estimated_m2) FILTER (WHERE is_counted), 0) > 0,
            'in_survey', coalesce(sum(applications) FILTER (WHERE state = ANY (%(unsurveyed)s)), 0))
        FROM institutions),
    'states', (
        SELECT json_object_agg(s.code, coalesce(n.applications, 0) ORDER BY s.sort)
        FROM state s LEFT JOIN (
            SELECT state, sum(applications) AS applications FROM visible WHERE line = 'people' GROUP BY state
        ) n ON n.state = s.code),
    'rows', (
        SELECT coalesce(json_agg(json_build_object('code', code, 'name_th', name_th, 'name_en', name_en,
            'applicants', applicants, 'joined_area_m2', m2, 'joined_area', rai(m2)) ORDER BY code), '[]')
        FROM by_row)
)
