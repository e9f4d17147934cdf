-- The parts of some applicants as the tables say now, without land that is in dispute.
--
-- Each part is looked up by itself through its index, whatever PostgreSQL believes of the tables: LATERAL and OFFSET 0
-- keep the order, there is no seqscan to choose, and no second condition that would make another index look as good
-- (withdrawn_at a partial one, the state that of the cases, a join that of the kinds of applicants).
-- Joined freely, the plan hung on the statistics: after a vacuum that saw many pages and no row, as after an import that
-- was undone, it read all parcels for each applicant until the next ANALYZE. With a setting of its own the function is
-- planned anew at each call: the plan of an empty table does not outlive the table's being empty.
-- in:  ids of applicant
-- out: a row per application, areas in m²
-- uses: the indexes of application.applicant_id, parcel.application, parcel.code, case.parcel_a_id and case.parcel_b_id
CREATE OR REPLACE FUNCTION plaeng_private.rollup_parts(applicants bigint[]) RETURNS SETOF plaeng_private.rollup_part
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    WITH placed AS (
        SELECT a.*, land.*, who.line, plaeng_private.is_counted(a.state) AS is_counted, row_number() OVER first_land AS n,
               first_value(coalesce(p.tambon, who.tambon)) OVER first_land AS tambon,
               first_value(coalesce(p.village_code, who.village_code)) OVER first_land AS village,
               first_value(a.state) OVER first_land AS first_state, first_value(a.model) OVER first_land AS first_model
        FROM unnest(applicants) wanted (id)
        CROSS JOIN LATERAL (
            SELECT a.id, a.applicant_id, a.fy, a.state, a.model FROM plaeng.application a WHERE a.applicant_id = wanted.id
            OFFSET 0
        ) a
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE stands) AS parcels, min(code) FILTER (WHERE stands) AS first_parcel,
                   coalesce(sum(joined_area_m2) FILTER (WHERE stands), 0) AS joined,
                   coalesce(sum(joined_area_m2) FILTER (WHERE stands AND joined_is_estimate), 0) AS estimated
            FROM (
                SELECT p.code, p.joined_area_m2, p.joined_is_estimate, p.withdrawn_at IS NULL AND NOT EXISTS (
                    SELECT FROM (
                        SELECT c.closed_at, c.state FROM plaeng."case" c
                        WHERE c.parcel_a_id = p.id OR c.parcel_b_id = p.id OFFSET 0
                    ) c WHERE c.closed_at IS NULL AND c.state IN ('OPEN', 'ASSERTED')
                ) AS stands
                FROM plaeng.parcel p WHERE p.application = a.id
                OFFSET 0
            ) one
        ) land
        CROSS JOIN LATERAL (
            SELECT w.tambon, w.village_code, (SELECT k.line FROM plaeng.applicant_kind k WHERE k.code = w.kind) AS line
            FROM plaeng.applicant w WHERE w.id = wanted.id
            OFFSET 0
        ) who
        LEFT JOIN LATERAL (
            SELECT p.tambon, p.village_code FROM plaeng.parcel p WHERE p.code = land.first_parcel OFFSET 0
        ) p ON true
        WINDOW first_land AS (
            PARTITION BY a.applicant_id, a.fy, plaeng_private.is_counted(a.state) ORDER BY land.first_parcel NULLS LAST, a.id
        )
    )
    SELECT applicant_id, fy, line, tambon, CASE WHEN left(village, 6) = tambon THEN village ELSE '' END, state, model,
           CASE WHEN is_counted THEN first_state ELSE state END, CASE WHEN is_counted THEN first_model ELSE model END,
           is_counted AND n = 1, parcels, joined, estimated
    FROM placed
$$;
