-- Four more copies of the parcels, each 1.4 degrees further (the province is 1.3 wide): the same land five times over.
-- As superuser; codes and uids are made anew. For bin/bench --growth only, which reads boxes and writes nothing: the
-- triggers, those that count changes and tiles among them, stay off for good.
ALTER TABLE plaeng.parcel DISABLE TRIGGER ALL;
INSERT INTO plaeng.parcel (uid, version, created_at, updated_at, code, name, village_code, geom, joined_area_m2,
                           joined_is_estimate, area_calc_m2, source_crs, crs_operation, amphoe, fy, application,
                           capture_method, land_class, tambon, model, state)
SELECT gen_random_uuid(), p.version, p.created_at, p.updated_at, 'G' || n || '-' || p.id, p.name, p.village_code,
       ST_Translate(p.geom, (n % 2) * 1.4, (n / 2) * -2.2 + 2.2), p.joined_area_m2, p.joined_is_estimate, p.area_calc_m2,
       p.source_crs, p.crs_operation, p.amphoe, p.fy, p.application, p.capture_method, p.land_class, p.tambon, p.model,
       p.state
FROM generate_series(0, 4) n, plaeng.parcel p
WHERE n <> 2;
