-- Parcels as they stood at two moments, and only those that differ.
-- in:  ids (of parcels, withdrawn ones too), earlier, later (timestamptz)
-- out: uid, code, the columns at the earlier and at the later moment as JSON; NULL where it was not there yet or not any more
-- uses: history_uid_version
-- A column had, at a moment, what the first later change of it says was there before; without one, what it has now.
WITH wanted AS (
    SELECT id, uid, code, coalesce((
        SELECT h.at FROM history h WHERE h.uid = p.uid AND h.table_name = 'parcel' AND h.operation = 'INSERT'
        ORDER BY h.version LIMIT 1
    ), created_at) AS since, jsonb_build_object(
        'geom', ST_AsGeoJSON(geom, 8)::jsonb, 'name', name, 'tambon', tambon, 'village_code', village_code,
        'land_class', land_class, 'state', state, 'fy', fy, 'model', model, 'joined_area_m2', joined_area_m2,
        'joined_is_estimate', joined_is_estimate, 'area_calc_m2', area_calc_m2, 'withdrawn_at', withdrawn_at
    ) AS columns
    FROM parcel p WHERE id = ANY (%(ids)s)
), stood AS (
    SELECT w.id, m.side, w.columns || coalesce(o.columns, '{}') AS columns
    FROM wanted w
    JOIN (VALUES ('earlier', %(earlier)s::timestamptz), ('later', %(later)s::timestamptz)) m (side, moment)
        ON w.since <= m.moment
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(f.key, CASE f.key WHEN 'geom' THEN f.value - 'crs' ELSE f.value END) AS columns
        FROM (
            SELECT DISTINCT ON (e.key) e.key, e.value
            FROM history h, jsonb_each(h.before) e
            WHERE h.uid = w.uid AND h.table_name = 'parcel' AND h.operation = 'UPDATE' AND h.at > m.moment
                AND w.columns ? e.key
            ORDER BY e.key, h.version, h.id
        ) f
    ) o
), there AS (
    SELECT id, side, columns - 'withdrawn_at' AS columns FROM stood WHERE columns ->> 'withdrawn_at' IS NULL
)
SELECT w.uid, w.code, earlier.columns, later.columns
FROM wanted w
LEFT JOIN there earlier ON earlier.id = w.id AND earlier.side = 'earlier'
LEFT JOIN there later ON later.id = w.id AND later.side = 'later'
WHERE earlier.columns IS DISTINCT FROM later.columns
ORDER BY w.code
