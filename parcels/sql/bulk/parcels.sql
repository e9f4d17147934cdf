-- The parcels, with the columns that the row triggers would derive: code, amphoe, state, fy, model, area in m².
-- The running number of a tambon is read here and moved on by counters.sql in the same transaction.
-- uses: parcel_counter_pkey
INSERT INTO parcel (id, uid, code, name, application, tambon, village_code, land_class, geom, joined_area_m2,
                    joined_is_estimate, area_calc_m2, capture_method, source_crs, crs_operation, amphoe, state, fy, model)
SELECT parcel_id, format('b01c0001-0000-8000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid,
       tambon || '-' || lpad(number::text, greatest(4, length(number::text)), '0'), '',
       CASE WHEN state IS NOT NULL THEN application_id END, tambon, village_code, 'PRIVATE', geom,
       CASE WHEN state IS NULL THEN 0 ELSE round(area * share, 1) END, false, area, 'DEED_DIGITISED',
       'EPSG:4326', '', left(tambon, 4), state, fy, model
FROM (
    SELECT p.*, coalesce(c.last, 0) + row_number() OVER (PARTITION BY p.tambon ORDER BY p.n) AS number
    FROM staged_parcel p LEFT JOIN parcel_counter c USING (tambon)
) numbered
ORDER BY n
