-- The areas of one level in some provinces, in the order of their codes, with or without outline.
-- in:  %(level)s text, %(provinces)s text[] of two digits
-- out: code, parent, wkb (little-endian, EPSG:4326, NULL without outline)
SELECT code, parent, ST_AsBinary(geom, 'NDR') AS wkb
FROM area
WHERE level = %(level)s
    AND left(code, 2) = ANY(%(provinces)s)
ORDER BY code;
