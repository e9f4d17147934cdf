-- The same rows as tile_pyramid.sql, counted in the table: for scopes and filters that the pyramid does not know.
-- in:  rows (a query of state, shape (box3d, EPSG:4326) and m2 around the tile, put in by parcels/tiles.py); z, x, y of the tile
-- out: rows of cell, state, parcels, area_m2, sum_lon, sum_lat
-- uses: parcel_geom_tambon (GiST) and what the query's own conditions have
SELECT (gy & 3) * 4 + (gx & 3) AS cell, coalesce(state, '') AS state, count(*) AS parcels,
       coalesce(sum(m2), 0) AS area_m2, sum(round(lon * 1e7)) AS sum_lon, sum(round(lat * 1e7)) AS sum_lat
FROM (
    SELECT state, m2, lon, lat, grid_x(lon, %(z)s + 2) AS gx, grid_y(lat, %(z)s + 2) AS gy
    FROM (
        SELECT state, m2, (ST_XMin(shape) + ST_XMax(shape)) / 2 AS lon, (ST_YMin(shape) + ST_YMax(shape)) / 2 AS lat
        FROM ({rows}) found
    ) placed
) gridded
WHERE gx >> 2 = %(x)s AND gy >> 2 = %(y)s
GROUP BY 1, 2
