-- BEFORE INSERT OR UPDATE on zone: defaults, derived columns, shape. Writers of zones lock the parcel's row,
-- so that two of them cannot lay zones over each other.
CREATE FUNCTION plaeng_private.guard_zone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    p record;
BEGIN
    NEW.stage := coalesce(NEW.stage, 'PLANNED');
    NEW.note := coalesce(NEW.note, '');
    SELECT tambon, state, geom IS NOT NULL AS drawn INTO p FROM parcel WHERE id = NEW.parcel AND withdrawn_at IS NULL
    FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT p.drawn THEN
        PERFORM refuse('zone_parcel_drawn', 'ต้องวาดแปลงก่อนแบ่งโซน', 'The parcel has to be drawn before its zones.');
    END IF;
    IF NEW.stage = 'BUILT' AND coalesce(p.state, '') NOT IN ('DEVELOPING', 'ACCEPTED', 'DECLARED') THEN
        PERFORM refuse('zone_built_in_time', 'โซนที่ทำแล้วบันทึกได้ตั้งแต่สถานะกำลังพัฒนา',
            'Built zones can be kept only from the state DEVELOPING on.');
    END IF;
    NEW.tambon := p.tambon;
    IF TG_OP = 'UPDATE' AND ST_AsBinary(NEW.geom) IS NOT DISTINCT FROM ST_AsBinary(OLD.geom) THEN
        NEW.area_calc_m2 := OLD.area_calc_m2;
    ELSE
        NEW.geom := checked_shape(NEW.geom);
        NEW.area_calc_m2 := ST_Area(NEW.geom::geography);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON zone FOR EACH ROW EXECUTE FUNCTION plaeng_private.guard_zone();

-- I5: a zone lies inside its parcel within 0.10 m. A strict test would refuse three of four exactly cut zones
-- (DOMAIN.md 6.4). Overlays only up to 500 positions; above that the border has to be followed exactly.
CREATE FUNCTION plaeng_private.zone_must_fit(row_uid uuid, z geometry, p geometry) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, public, pg_temp AS $$
DECLARE
    srid int := utm(p);
    zone_m geometry := ST_Transform(z, srid);
    parcel_m geometry := ST_Transform(p, srid);
    worst record;
BEGIN
    IF ST_CoveredBy(z, p) THEN
        RETURN;
    END IF;
    IF ST_NPoints(z) > 500 OR ST_NPoints(p) > 500 THEN
        PERFORM refuse('zone_follows_border', 'แปลงหรือโซนนี้มีเกิน 500 จุด ขอบโซนต้องใช้จุดเดียวกับขอบแปลง',
            'This parcel or zone has more than 500 corners: the zone has to use the very corners of the border.',
            jsonb_build_object('row', row_uid));
    END IF;
    IF ST_CoveredBy(zone_m, ST_Buffer(parcel_m, 0.10)) THEN
        RETURN;
    END IF;
    SELECT d.geom AS point, ST_Distance(d.geom, parcel_m) AS metres INTO worst
    FROM ST_DumpPoints(ST_Difference(zone_m, parcel_m)) d ORDER BY 2 DESC LIMIT 1;
    PERFORM refuse('zone_inside_parcel', 'โซนเลยขอบแปลง ' || round(worst.metres::numeric, 2) || ' ม.',
        'The zone leaves its parcel by ' || round(worst.metres::numeric, 2) || ' m.',
        at(ST_Transform(worst.point, 4326)) || jsonb_build_object('row', row_uid,
            'overshoot_m', round(worst.metres::numeric, 2)),
        'เลื่อนมุมโซนให้ชนขอบแปลง (คลาดได้ไม่เกิน 0.10 ม.)');
END $$;

-- I6 and I7: zones of one parcel and stage overlap by less than 1 m², and together are at most 0.5 % larger.
CREATE FUNCTION plaeng_private.zones_must_agree(zone_id bigint, row_uid uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    part geometry;
    m2 numeric;
    total numeric;
    whole numeric;
BEGIN
    FOR part IN
        SELECT shared_part(a.geom, b.geom) FROM zone a JOIN zone b USING (parcel, stage)
        WHERE a.id = zone_id AND b.id <> a.id AND a.geom && b.geom AND ST_Relate(a.geom, b.geom, 'T********')
    LOOP
        m2 := round(ST_Area(part::geography)::numeric, 2);
        IF coalesce(m2 >= 1, true) THEN
            PERFORM refuse('zone_no_overlap', 'โซนทับกัน ' || coalesce(round(m2, 1)::text, 'ไม่ทราบ') || ' ตร.ม.',
                'The zones overlap by ' || coalesce(round(m2, 1)::text, 'an unknown number of') || ' m².',
                coalesce(at(ST_PointOnSurface(part)), '{}')
                || jsonb_build_object('row', row_uid, 'overlap_m2', m2));
        END IF;
    END LOOP;
    SELECT sum(b.area_calc_m2), max(p.area_calc_m2) INTO total, whole
    FROM zone a JOIN zone b USING (parcel, stage) JOIN parcel p ON p.id = parcel WHERE a.id = zone_id;
    IF total > whole * 1.005 THEN
        PERFORM refuse('zones_within_area', 'เนื้อที่โซนรวมกันมากกว่าแปลง', 'The zones together are larger than the parcel.',
            jsonb_build_object('row', row_uid, 'zones_m2', round(total, 2), 'parcel_m2', round(whole, 2)));
    END IF;
END $$;

-- At COMMIT, so that a border and its zones may move together: each zone against its parcel and its siblings.
-- On a changed parcel all its zones are looked at again.
CREATE FUNCTION plaeng_private.check_zones() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    row record;
    touched bigint[] := CASE TG_TABLE_NAME WHEN 'zone' THEN ARRAY[NEW.id]
                        ELSE ARRAY(SELECT id FROM zone WHERE parcel = NEW.id) END;
BEGIN
    FOR row IN
        SELECT z.id, z.uid, z.geom AS zone, p.geom AS parcel FROM zone z JOIN parcel p ON p.id = z.parcel
        WHERE z.id = ANY (touched)
    LOOP
        IF row.parcel IS NULL THEN
            PERFORM refuse('parcel_keeps_shape', 'แปลงนี้มีโซนอยู่ จึงลบรูปแปลงไม่ได้ ลบโซนก่อน',
                'This parcel has zones and so needs a shape. Remove the zones first.', jsonb_build_object('row', row.uid));
        END IF;
        PERFORM zone_must_fit(row.uid, row.zone, row.parcel);
        PERFORM zones_must_agree(row.id, row.uid);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER m_zones AFTER INSERT OR UPDATE OF geom, parcel, stage ON zone
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_zones();
CREATE CONSTRAINT TRIGGER m_zones AFTER UPDATE OF geom ON parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_zones();

-- A parcel that moves to another tambon takes its zones along.
CREATE FUNCTION plaeng_private.move_zones() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    UPDATE zone SET parcel = parcel WHERE parcel = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER n_move_zones AFTER UPDATE OF tambon ON parcel
FOR EACH ROW WHEN (OLD.tambon IS DISTINCT FROM NEW.tambon) EXECUTE FUNCTION plaeng_private.move_zones();
