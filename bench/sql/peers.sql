-- What the peers publish: the rows of our collection of parcels with the same properties, looked up the same way.
-- in: psql variables peer (login), password
SELECT format('CREATE ROLE %I LOGIN', :'peer') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'peer') \gexec
ALTER ROLE :"peer" PASSWORD :'password';
GRANT TEMPORARY ON DATABASE :"DBNAME" TO :"peer";
CREATE SCHEMA IF NOT EXISTS bench;
DROP VIEW IF EXISTS bench.parcels;
CREATE VIEW bench.parcels AS
SELECT p.uid, p.code, p.name, a.uid AS application, a.no AS application_no, h.name_th AS applicant_name,
       p.tambon, t.name_th AS tambon_th, t.name_en AS tambon_en, p.amphoe, m.name_th AS amphoe_th,
       m.name_en AS amphoe_en, p.village_code, p.land_class, p.state, a.state_since, p.fy, p.model, p.joined_area_m2,
       plaeng.rai(p.joined_area_m2) AS joined_area, p.joined_is_estimate, p.area_calc_m2,
       plaeng.rai(p.area_calc_m2) AS area, d.m2 AS area_deed_m2, plaeng.rai(d.m2) AS area_deed, p.capture_method,
       p.source_crs, p.crs_operation, p.positional_accuracy_m, p.version, p.created_at, p.updated_at,
       u.username AS updated_by, p.geom
FROM plaeng.parcel p
LEFT JOIN plaeng.application a ON a.id = p.application
LEFT JOIN plaeng.applicant h ON h.id = a.applicant_id
JOIN plaeng.area t ON t.code = p.tambon
LEFT JOIN plaeng.area m ON m.code = t.parent
LEFT JOIN plaeng_private.auth_user u ON u.id = p.updated_by_id
LEFT JOIN LATERAL (
    SELECT sum(l.area_deed_wah) * 4 AS m2 FROM plaeng.land_document l WHERE l.parcel = p.id
) d ON true
WHERE p.withdrawn_at IS NULL;
-- What is in a tile of ours; papers and zones are looked up for what a parcel lacks (LACKS in api/tiles/layers.py).
DROP VIEW IF EXISTS bench.tiled;
CREATE VIEW bench.tiled AS
SELECT uid, code, state, fy, model, land_class, round(area_calc_m2)::bigint AS area_calc_m2,
       (village_code = '')::integer + (land_class = 'UNKNOWN')::integer * 2
       + (joined_area_m2 = 0 OR joined_is_estimate)::integer * 4
       + (NOT EXISTS (SELECT FROM plaeng.land_document d WHERE d.parcel = p.id))::integer * 8
       + (NOT EXISTS (SELECT FROM plaeng.zone z WHERE z.parcel = p.id))::integer * 16 AS lacks, geom
FROM plaeng.parcel p WHERE withdrawn_at IS NULL;
GRANT USAGE, CREATE ON SCHEMA bench TO :"peer";
GRANT USAGE ON SCHEMA plaeng TO :"peer";
-- asyncpg calls it whenever it gives a connection back; logins.sql takes it from everybody.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO :"peer";
GRANT SELECT ON bench.parcels, bench.tiled TO :"peer";
GRANT SELECT ON ALL TABLES IN SCHEMA plaeng TO :"peer";
