-- BEFORE INSERT OR UPDATE on parcel: defaults for explicit NULLs (a paste in QGIS sends every column), columns
-- that only triggers write, and the rules that look at one row alone. The area is that of the shape as it was given:
-- rounding to the grid of 8 decimals, which comes after, would move it by up to 0.2 m² (rounding-grid.md). A shape
-- that comes back as it is stored keeps its area.
CREATE OR REPLACE FUNCTION plaeng_private.guard_parcel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    given geometry := NEW.geom;
BEGIN
    NEW.name := coalesce(NEW.name, '');
    NEW.village_code := coalesce(NEW.village_code, '');
    NEW.land_class := coalesce(NEW.land_class, 'UNKNOWN');
    NEW.joined_area_m2 := coalesce(NEW.joined_area_m2, 0);
    NEW.joined_is_estimate := coalesce(NEW.joined_is_estimate, false);
    NEW.source_crs := coalesce(NEW.source_crs, '');
    NEW.crs_operation := coalesce(NEW.crs_operation, '');
    IF NOT EXISTS (SELECT FROM area WHERE code = NEW.tambon AND level = 'TAMBON') THEN
        PERFORM refuse('parcel_tambon_known', 'ต้องระบุรหัสตำบล 6 หลักที่มีอยู่จริง',
            'A parcel needs the 6-digit code of an existing tambon.');
    END IF;
    IF NEW.village_code <> '' AND NEW.village_code !~ ('^' || NEW.tambon || '[0-9]{2}$') THEN
        PERFORM refuse('parcel_village_code', 'รหัสหมู่บ้านเป็นตัวเลข 8 หลัก ขึ้นต้นด้วยรหัสตำบล',
            'A village code has 8 digits and begins with that of its tambon.');
    END IF;
    NEW.amphoe := left(NEW.tambon, 4);
    NEW.state := NULL; NEW.fy := NULL; NEW.model := NULL;
    IF NEW.application IS NOT NULL THEN
        -- Whoever attaches a parcel waits for a change of state that is under way: its copy would miss this parcel.
        IF TG_OP = 'INSERT' OR NEW.application IS DISTINCT FROM OLD.application THEN
            PERFORM FROM application WHERE id = NEW.application FOR SHARE;
        END IF;
        SELECT a.state, a.fy, a.model INTO NEW.state, NEW.fy, NEW.model FROM application a WHERE a.id = NEW.application;
    END IF;
    NEW.code := CASE TG_OP WHEN 'INSERT' THEN next_parcel_code(NEW.tambon) ELSE OLD.code END;
    IF TG_OP = 'UPDATE' AND OLD.geom IS NOT NULL THEN
        PERFORM lock_land(OLD.geom);
    END IF;
    IF TG_OP = 'UPDATE' AND ST_AsBinary(NEW.geom) IS NOT DISTINCT FROM ST_AsBinary(OLD.geom) THEN
        NEW.area_calc_m2 := OLD.area_calc_m2;
    ELSIF NEW.geom IS NULL THEN
        NEW.area_calc_m2 := NULL;
    ELSE
        NEW.geom := checked_shape(given);
        PERFORM lock_land(NEW.geom);
        NEW.area_calc_m2 := ST_Area(given::geography);
        IF TG_OP = 'UPDATE' AND ST_AsBinary(NEW.geom) IS NOT DISTINCT FROM ST_AsBinary(OLD.geom) THEN
            NEW.area_calc_m2 := OLD.area_calc_m2;
        END IF;
    END IF;
    RETURN NEW;
END $$;
