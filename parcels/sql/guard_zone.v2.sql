-- BEFORE INSERT OR UPDATE on zone: defaults, derived columns, shape. Writers of zones lock the parcel's row,
-- so that two of them cannot lay zones over each other. The area is that of the shape as it was given, as for a parcel.
CREATE OR REPLACE FUNCTION plaeng_private.guard_zone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    p record;
    given geometry := NEW.geom;
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
        NEW.geom := checked_shape(given);
        NEW.area_calc_m2 := ST_Area(given::geography);
        IF TG_OP = 'UPDATE' AND ST_AsBinary(NEW.geom) IS NOT DISTINCT FROM ST_AsBinary(OLD.geom) THEN
            NEW.area_calc_m2 := OLD.area_calc_m2;
        END IF;
    END IF;
    RETURN NEW;
END $$;
