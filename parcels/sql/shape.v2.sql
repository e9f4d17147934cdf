-- The shape and the locks of one row with fewer queries, since these were most of what a row of an import cost in
-- guard_parcel. What is refused, stored and locked is the same. Only the guards call these two, and their path holds:
-- one more for each call was a tenth of the time.

-- As shape.v1.sql. The box and the planar area (no number is NaN) stand for a look at each corner, and what is on the
-- grid already is not parsed again: PostGIS prints the shortest decimals that read as the same double, so that a text
-- with 8 decimals that equals the one with 15 is exact.
CREATE OR REPLACE FUNCTION plaeng_private.checked_shape(g geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bad geometry;
    verdict record;
    text_8 text;
BEGIN
    IF ST_IsEmpty(g) THEN
        PERFORM refuse('shape_not_empty', 'รูปแปลงว่างเปล่า', 'The shape is empty.');
    END IF;
    IF ST_NPoints(g) > 2000 OR ST_NRings(g) > 50 OR ST_NumGeometries(g) > 20 THEN
        PERFORM refuse('shape_within_limits', 'รูปละเอียดเกินไป: ไม่เกิน 2,000 จุด 50 วง 20 ส่วน',
            'The shape is too detailed: at most 2,000 positions, 50 rings, 20 parts.',
            jsonb_build_object('positions', ST_NPoints(g), 'rings', ST_NRings(g), 'parts', ST_NumGeometries(g)));
    END IF;
    IF NOT (ST_XMin(g) >= 97 AND ST_XMax(g) <= 106 AND ST_YMin(g) >= 5 AND ST_YMax(g) <= 21 AND ST_Area(g) < 'NaN') THEN
        SELECT d.geom INTO bad FROM ST_DumpPoints(g) d
        WHERE NOT (ST_X(d.geom) BETWEEN 97 AND 106 AND ST_Y(d.geom) BETWEEN 5 AND 21) LIMIT 1;
        IF FOUND THEN
            PERFORM refuse('shape_in_country', 'มีจุดอยู่นอกประเทศไทย สลับแกนหรือระบบพิกัดผิดหรือไม่',
                'A corner lies outside Thailand. Are the axes swapped, or is the reference system another one?');
        END IF;
    END IF;
    text_8 := ST_AsGeoJSON(g, 8);
    IF text_8 <> ST_AsGeoJSON(g, 15) THEN
        g := ST_SetSRID(ST_GeomFromGeoJSON(text_8), 4326);
    END IF;
    IF NOT ST_IsValid(g) THEN
        SELECT * INTO verdict FROM ST_IsValidDetail(g);
        PERFORM refuse('shape_is_valid', 'เส้นขอบตัดกันเอง หรือรูปไม่สมบูรณ์', 'The border crosses itself or is not a proper ring.',
            at(verdict.location) || jsonb_build_object('reason', verdict.reason), 'ย้ายมุมที่จุดนั้นแล้วบันทึกใหม่');
    END IF;
    RETURN g;
END $$;

-- As parcel.v1.sql. A shape in up to two by two cells, which is nearly every one, takes its locks without a query.
CREATE OR REPLACE FUNCTION plaeng_private.lock_land(g geometry) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    x0 int := floor((ST_XMin(g) - 2e-7) * 100); x1 int := floor((ST_XMax(g) + 2e-7) * 100);
    y0 int := floor((ST_YMin(g) - 2e-7) * 100); y1 int := floor((ST_YMax(g) + 2e-7) * 100);
    sw int; se int; nw int; ne int;
    cell int := 0;
    taken text; -- an assignment of an expression is no query, PERFORM is
BEGIN
    IF (x1 - x0 + 1) * (y1 - y0 + 1) > 400 THEN
        PERFORM pg_advisory_xact_lock(674, 0);
        RETURN;
    END IF;
    taken := pg_advisory_xact_lock_shared(674, 0);
    IF x1 - x0 <= 1 AND y1 - y0 <= 1 THEN
        sw := 1 + (x0 * 10007 + y0) % 509; se := 1 + (x1 * 10007 + y0) % 509;
        nw := 1 + (x0 * 10007 + y1) % 509; ne := 1 + (x1 * 10007 + y1) % 509;
        LOOP -- each once, from the smallest on
            cell := least(CASE WHEN sw > cell THEN sw END, CASE WHEN se > cell THEN se END,
                          CASE WHEN nw > cell THEN nw END, CASE WHEN ne > cell THEN ne END);
            EXIT WHEN cell IS NULL;
            taken := pg_advisory_xact_lock(674, cell);
        END LOOP;
        RETURN;
    END IF;
    FOR cell IN
        SELECT DISTINCT 1 + (x * 10007 + y) % 509 FROM generate_series(x0, x1) x, generate_series(y0, y1) y ORDER BY 1
    LOOP
        taken := pg_advisory_xact_lock(674, cell);
    END LOOP;
END $$;

-- As stamp.v1.sql, who acts by an expression instead of a function with a path of its own.
CREATE OR REPLACE FUNCTION plaeng_private.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    who integer := nullif(current_setting('plaeng.user_id', true), '')::integer;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.uid := coalesce(NEW.uid, gen_random_uuid());
        NEW.version := 1;
        NEW.created_at := now();
        NEW.created_by_id := who;
    ELSE
        IF NEW.uid IS DISTINCT FROM OLD.uid OR NEW.id IS DISTINCT FROM OLD.id THEN
            PERFORM refuse('uid_is_fixed', 'เปลี่ยนรหัสประจำแถวไม่ได้', 'The identity of a row cannot be changed.');
        END IF;
        NEW.version := OLD.version + 1;
        NEW.created_at := OLD.created_at;
        NEW.created_by_id := OLD.created_by_id;
    END IF;
    NEW.updated_at := clock_timestamp();
    NEW.updated_by_id := who;
    RETURN NEW;
END $$;
