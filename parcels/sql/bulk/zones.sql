-- The zones of the chunk, with the columns that the row triggers would derive.
INSERT INTO zone (uid, parcel, zone_type, geom, stage, area_calc_m2, note, tambon)
SELECT format('b01c%s-0000-8000-8000-%s', lpad(to_hex(16 + z.part), 4, '0'), lpad(to_hex(z.n), 12, '0'))::uuid,
       p.parcel_id, z.zone_type, z.geom, 'PLANNED', ST_Area(z.geom::geography), '', p.tambon
FROM staged_zone z JOIN staged_parcel p USING (n)
ORDER BY z.n, z.part
