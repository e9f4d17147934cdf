-- The clusters of one tile, zoom 0 to 11, as a vector tile layer: one point a cell (4 x 4 a tile), where the mean of
-- its parcels lies, with counts by state (NONE: outside the programme) and the drawn area.
-- in:  counted (rows of cell, state, parcels, area_m2, sum_lon, sum_lat in 1e-7 degrees; put in by parcels/tiles.py);
--      west, south, east, north of the tile in EPSG:3857
-- out: one row, one column: the layer `clusters`, empty without parcels
WITH counted AS ({counted}), by_state AS (
    SELECT cell, coalesce(nullif(state, ''), 'NONE') AS state, sum(parcels)::integer AS parcels,
           sum(area_m2) AS area_m2, sum(sum_lon) AS sum_lon, sum(sum_lat) AS sum_lat
    FROM counted GROUP BY 1, 2 HAVING sum(parcels) > 0
), cluster AS (
    SELECT sum(parcels)::integer AS parcels, round(sum(area_m2))::bigint AS area_m2,
           round(sum(area_m2) / 1600, 1)::float8 AS rai, jsonb_object_agg(state, parcels) AS states,
           (sum(sum_lon) / sum(parcels) / 1e7)::float8 AS lon, (sum(sum_lat) / sum(parcels) / 1e7)::float8 AS lat
    FROM by_state GROUP BY cell
)
SELECT coalesce(ST_AsMVT(t, 'clusters', 4096, 'geom'), '')
FROM (
    SELECT ST_AsMVTGeom(
               ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857),
               ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s)::box2d, 4096, 64) AS geom,
           parcels, area_m2, rai, states
    FROM cluster
) t
