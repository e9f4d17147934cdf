-- The last running number of a tambon's parcels.
CREATE TABLE plaeng_private.parcel_counter (tambon text COLLATE "C" PRIMARY KEY, last integer NOT NULL);

-- Parcel code: tambon and running number, 670114-0042.
CREATE FUNCTION plaeng_private.next_parcel_code(in_tambon text) RETURNS text
LANGUAGE sql SET search_path = plaeng_private, pg_temp AS $$
    INSERT INTO parcel_counter AS c (tambon, last) VALUES (in_tambon, 1)
    ON CONFLICT (tambon) DO UPDATE SET last = c.last + 1
    RETURNING tambon || '-' || lpad(last::text, greatest(4, length(last::text)), '0')
$$;

-- Writers of neighbouring land wait for each other: transaction locks on cells of 0.01 degree (about 1 km),
-- in sorted order. Without them two overlapping inserts both commit. A shape over more than 400 cells takes
-- the one lock that every other writer shares. Cells share 509 locks, a prime so that neighbours differ: a batch
-- over wide land would otherwise use up the lock table, which all sessions of the server have together.
CREATE FUNCTION plaeng_private.lock_land(g geometry) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    x0 int := floor((ST_XMin(g) - 2e-7) * 100); x1 int := floor((ST_XMax(g) + 2e-7) * 100);
    y0 int := floor((ST_YMin(g) - 2e-7) * 100); y1 int := floor((ST_YMax(g) + 2e-7) * 100);
    cell int;
BEGIN
    IF (x1 - x0 + 1) * (y1 - y0 + 1) > 400 THEN
        PERFORM pg_advisory_xact_lock(674, 0);
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(674, 0);
    FOR cell IN
        SELECT DISTINCT 1 + (x * 10007 + y) % 509 FROM generate_series(x0, x1) x, generate_series(y0, y1) y ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock(674, cell);
    END LOOP;
END $$;

-- BEFORE INSERT OR UPDATE on parcel: defaults for explicit NULLs (a paste in QGIS sends every column), columns
-- that only triggers write, and the rules that look at one row alone.
CREATE FUNCTION plaeng_private.guard_parcel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
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
        NEW.geom := checked_shape(NEW.geom);
        PERFORM lock_land(NEW.geom);
        NEW.area_calc_m2 := ST_Area(NEW.geom::geography);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON parcel
FOR EACH ROW EXECUTE FUNCTION plaeng_private.guard_parcel();

-- I3: the joined area of a parcel is at most the area on its papers (1 square wah = 4 m²).
CREATE FUNCTION plaeng_private.check_joined_area() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    parcel_id bigint := CASE TG_TABLE_NAME WHEN 'parcel' THEN (to_jsonb(NEW) ->> 'id')::bigint
                        ELSE (to_jsonb(NEW) ->> 'parcel')::bigint END;
    joined numeric;
    deed numeric;
    row_uid uuid;
BEGIN
    SELECT p.uid, p.joined_area_m2, (SELECT sum(d.area_deed_wah) * 4 FROM land_document d WHERE d.parcel = p.id)
    INTO row_uid, joined, deed FROM parcel p WHERE p.id = parcel_id;
    IF joined > deed THEN
        PERFORM refuse('joined_within_deed', 'เนื้อที่เข้าร่วมมากกว่าเนื้อที่ตามเอกสารสิทธิ',
            'The joined area is larger than the area on the land document.',
            jsonb_build_object('row', row_uid, 'joined_m2', joined, 'deed_m2', deed));
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER m_joined_area AFTER INSERT OR UPDATE OF joined_area_m2 ON parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_joined_area();
CREATE CONSTRAINT TRIGGER m_joined_area AFTER INSERT OR UPDATE OF area_deed_wah, parcel ON land_document
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_joined_area();

-- A parcel carries the state, fiscal year and model of its application, for maps and filters.
CREATE FUNCTION plaeng_private.copy_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    UPDATE parcel SET application = application WHERE application = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER n_copy_to_parcels AFTER UPDATE OF state, fy, model ON application
FOR EACH ROW WHEN ((OLD.state, OLD.fy, OLD.model) IS DISTINCT FROM (NEW.state, NEW.fy, NEW.model))
EXECUTE FUNCTION plaeng_private.copy_application();

CREATE FUNCTION plaeng_private.keep_state_since() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state AND NEW.state_since IS NOT DISTINCT FROM OLD.state_since THEN
        NEW.state_since := now();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_state_since BEFORE UPDATE OF state ON application
FOR EACH ROW EXECUTE FUNCTION plaeng_private.keep_state_since();
