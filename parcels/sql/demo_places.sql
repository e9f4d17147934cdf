-- A place well inside each tambon: the middle of the largest circle in its outline.
-- in:  tambon (list of codes)
-- out: code, lon, lat (EPSG:4326); tambon without an outline are left out
-- uses: area_code_key
SELECT a.code, ST_X(c.center) AS lon, ST_Y(c.center) AS lat
FROM area a CROSS JOIN LATERAL ST_MaximumInscribedCircle(a.geom) c
WHERE a.code = ANY (%(tambon)s) AND a.geom IS NOT NULL
