-- Cells of a lattice of degrees, each with the tambon that its middle lies in.
-- in:  prefix (area code, '' = whole country), west, south, east, north (degrees, the box of the lattice),
--      width, height (degrees of a cell)
-- out: tambon, x, y (number of the cell)
-- uses: area_geom_4611a09b_id
SELECT a.code, x, y
FROM generate_series(floor(%(west)s / %(width)s)::int, floor(%(east)s / %(width)s)::int) x
CROSS JOIN generate_series(floor(%(south)s / %(height)s)::int, floor(%(north)s / %(height)s)::int) y
JOIN area a ON ST_Contains(a.geom, ST_SetSRID(ST_Point((x + 0.5) * %(width)s, (y + 0.5) * %(height)s), 4326))
WHERE a.level = 'TAMBON' AND starts_with(a.code, %(prefix)s)
ORDER BY a.code, x, y
