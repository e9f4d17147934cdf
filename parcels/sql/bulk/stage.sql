-- Tables of one chunk, filled by COPY. `n` is the running number of a parcel, from 1; uids follow from it.
-- state, fy, model and name are empty for land outside the programme; share is the part of it that joins.
-- The ids are taken here, so that no statement has to look them up; area is m² on the ellipsoid.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_parcel (
    n bigint, tambon text COLLATE "C", village_code text, state text, fy integer, model text, name text, share numeric,
    geom geometry(MultiPolygon, 4326),
    parcel_id bigint DEFAULT nextval(pg_get_serial_sequence('parcel', 'id')),
    applicant_id bigint DEFAULT nextval(pg_get_serial_sequence('applicant', 'id')),
    application_id bigint DEFAULT nextval(pg_get_serial_sequence('application', 'id')),
    area numeric GENERATED ALWAYS AS (round(ST_Area(geom::geography)::numeric, 4)) STORED
);
CREATE TEMPORARY TABLE IF NOT EXISTS staged_zone (n bigint, part integer, zone_type text, geom geometry(Polygon, 4326));
TRUNCATE staged_parcel, staged_zone
