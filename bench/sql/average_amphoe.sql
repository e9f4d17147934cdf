-- An amphoe as it is on average when a million parcels lie in all of Thailand: 1,000,000 by the amphoes of the code list
-- without the khet of Bangkok. So many parcels of one place become those of an amphoe 6799 of 8 tambons (Thailand: 8.3),
-- with outlines round them. As superuser, once: where it is there already, nothing is done. Triggers are off, so that
-- history, counters and tiles know nothing of it.
BEGIN;
SET LOCAL session_replication_role = replica;
SET LOCAL search_path = plaeng, public;
CREATE TEMP TABLE chosen ON COMMIT DROP AS
WITH around AS (
    SELECT ST_X(c) AS x, ST_Y(c) AS y FROM (
        SELECT ST_PointOnSurface(geom) AS c FROM parcel WHERE tambon >= '6702' AND tambon < '6703' ORDER BY md5(uid::text) LIMIT 1
    ) p
), near AS (
    -- Many more than are wanted, by the index; of these the square in the middle.
    SELECT p.id, p.geom, ST_X(c) - around.x AS east, ST_Y(c) - around.y AS north
    FROM around CROSS JOIN LATERAL (
        SELECT id, geom, ST_PointOnSurface(geom) AS c FROM parcel
        ORDER BY geom <-> ST_SetSRID(ST_MakePoint(around.x, around.y), 4326) LIMIT 5000
    ) p
)
SELECT id, geom, '67990' || ntile(8) OVER (ORDER BY east, id) AS tambon
FROM (
    SELECT * FROM near WHERE NOT EXISTS (SELECT FROM area WHERE code = '6799')
    ORDER BY greatest(abs(east), abs(north)), id
    LIMIT (SELECT 1000000 / count(*) FROM area WHERE level = 'AMPHOE' AND NOT starts_with(code, '10'))
) middle;
INSERT INTO area (code, level, name_th, name_en, parent, geom, source)
SELECT '6799', 'AMPHOE', 'เฉลี่ย', 'Average', '67', ST_Multi(ST_ConvexHull(ST_Collect(geom))), 'bench' FROM chosen HAVING count(*) > 0
UNION ALL
SELECT tambon, 'TAMBON', 'เฉลี่ย', 'Average', '6799', ST_Multi(ST_ConvexHull(ST_Collect(geom))), 'bench' FROM chosen GROUP BY tambon;
UPDATE parcel p SET tambon = c.tambon, amphoe = '6799', village_code = c.tambon || '01' FROM chosen c WHERE c.id = p.id;
UPDATE zone z SET tambon = c.tambon FROM chosen c WHERE c.id = z.parcel;
COMMIT;
VACUUM ANALYZE plaeng.parcel;
