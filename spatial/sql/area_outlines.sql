-- Store outlines of areas. An outline that is stored already, node by node, stays untouched.
-- in:  %(code)s text[], %(wkb)s bytea[] (little-endian MultiPolygon, EPSG:4326), %(source)s text[]
-- out: code of each area whose outline changed
-- uses: area_code_key
UPDATE area AS stored
SET geom = ST_GeomFromWKB(given.wkb, 4326),
    source = given.source,
    updated_at = now()
FROM unnest(%(code)s::text[], %(wkb)s::bytea[], %(source)s::text[]) AS given (code, wkb, source)
WHERE stored.code = given.code
    AND (stored.geom IS NULL OR ST_AsBinary(stored.geom, 'NDR') <> given.wkb)
RETURNING stored.code;
