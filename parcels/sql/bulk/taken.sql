-- Cells of the lattice that a stored parcel touches.
-- in:  width, height (degrees of a cell)
-- out: x, y (number of the cell)
SELECT DISTINCT x, y
FROM parcel p
CROSS JOIN generate_series(floor(ST_XMin(p.geom) / %(width)s)::int, floor(ST_XMax(p.geom) / %(width)s)::int) x
CROSS JOIN generate_series(floor(ST_YMin(p.geom) / %(height)s)::int, floor(ST_YMax(p.geom) / %(height)s)::int) y
WHERE p.geom IS NOT NULL
