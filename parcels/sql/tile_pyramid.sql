-- What the pyramid holds of one tile, and what has changed since it was folded: one snapshot, so nothing twice.
-- in:  z, x, y of the tile; areas ('' country, 67 province, 6701 amphoe, none inside another); states, fys, models
--      (NULL: all; '' and 0 for none)
-- out: rows of cell, state, parcels, area_m2, sum_lon, sum_lat
-- uses: tile_cluster_pkey, tile_change_place
SELECT cell::integer, state, parcels, area_m2, sum_lon, sum_lat FROM tile_cluster
WHERE area = ANY (%(areas)s::text[]) AND z = %(z)s AND x = %(x)s AND y = %(y)s
  AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s))
  AND (%(fys)s::integer[] IS NULL OR fy = ANY (%(fys)s))
  AND (%(models)s::text[] IS NULL OR model = ANY (%(models)s))
UNION ALL
SELECT ((y >> (11 - %(z)s)) & 3) * 4 + ((x >> (11 - %(z)s)) & 3), state, parcels, area_m2, sum_lon, sum_lat
FROM tile_change
WHERE x >= %(x)s << (13 - %(z)s) AND x < (%(x)s + 1) << (13 - %(z)s)
  AND y >= %(y)s << (13 - %(z)s) AND y < (%(y)s + 1) << (13 - %(z)s)
  AND EXISTS (SELECT FROM unnest(%(areas)s::text[]) area WHERE left(amphoe, length(area)) = area)
  AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s))
  AND (%(fys)s::integer[] IS NULL OR fy = ANY (%(fys)s))
  AND (%(models)s::text[] IS NULL OR model = ANY (%(models)s))
