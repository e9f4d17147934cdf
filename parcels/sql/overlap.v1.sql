-- Area shared by two shapes, m² on the ellipsoid; NULL when they are too detailed to measure within a request
-- (no timeout stops an overlay: SECURITY.md rule 8). Large shapes are first clipped to where their boxes meet.
CREATE FUNCTION plaeng_private.shared_part(a geometry, b geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
    box geometry;
BEGIN
    IF ST_NPoints(a) > 500 OR ST_NPoints(b) > 500 THEN
        box := ST_Expand(ST_Intersection(ST_Envelope(a), ST_Envelope(b)), 1e-6);
        a := ST_ClipByBox2D(a, box::box2d);
        b := ST_ClipByBox2D(b, box::box2d);
        IF ST_NPoints(a) > 500 OR ST_NPoints(b) > 500 OR NOT ST_IsValid(a) OR NOT ST_IsValid(b) THEN
            RETURN NULL;
        END IF;
    END IF;
    RETURN ST_Intersection(a, b);
END $$;

-- An overlap as a case: opened, measured anew, or opened again. in: two parcels in any order, m² (NULL = unknown)
CREATE FUNCTION plaeng_private.open_overlap_case(one bigint, other bigint, m2 numeric) RETURNS void
LANGUAGE sql SET search_path = plaeng_private, plaeng, pg_temp AS $$
    INSERT INTO "case" AS c (kind, state, parcel_a_id, parcel_b_id, overlap_m2, reason)
    VALUES ('OVERLAP', 'OPEN', least(one, other), greatest(one, other), m2, '')
    ON CONFLICT (kind, parcel_a_id, parcel_b_id) DO UPDATE
    SET overlap_m2 = excluded.overlap_m2, closed_at = NULL,
        state = CASE WHEN c.closed_at IS NULL THEN c.state ELSE 'OPEN' END
    WHERE c.closed_at IS NOT NULL OR c.overlap_m2 IS DISTINCT FROM excluded.overlap_m2
$$;

-- Overlap with other land in the programme, at COMMIT: a whole set may move together (GEOMETRY.md 0.7).
-- Approved land, and land that is drawn or comes back, over approved land: refused from 1 m² on. Any other: a case
-- from 4 m² or 1 % of the smaller (I4), which closes by itself when the overlap is gone; papers may move on with it.
-- Across the border of an amphoe nothing says whose land it is; where it lies goes along for finer scopes.
CREATE FUNCTION plaeng_private.check_overlap() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    approved CONSTANT text[] := ARRAY['APPROVED', 'DEVELOPING', 'ACCEPTED', 'DECLARED'];
    closed CONSTANT text[] := ARRAY['REJECTED', 'WITHDRAWN'];
    me parcel%ROWTYPE;
    other parcel%ROWTYPE;
    part geometry;
    m2 numeric;
    overlapping bigint[] := '{}';
    is_placed boolean := TG_OP = 'INSERT' OR ST_AsBinary(NEW.geom) IS DISTINCT FROM ST_AsBinary(OLD.geom)
                         OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at;
BEGIN
    SELECT * INTO me FROM parcel WHERE id = NEW.id;
    FOR other IN
        SELECT p.* FROM parcel p
        WHERE p.geom && me.geom AND p.id <> me.id AND p.withdrawn_at IS NULL AND me.withdrawn_at IS NULL
          AND coalesce(p.state, '') <> ALL (closed) AND coalesce(me.state, '') <> ALL (closed)
          AND (p.fy IS NULL OR me.fy IS NULL OR p.fy = me.fy OR p.state = ANY (approved))
          AND ST_Relate(p.geom, me.geom, 'T********')
        ORDER BY p.id
    LOOP
        part := shared_part(me.geom, other.geom);
        m2 := round(ST_Area(part::geography)::numeric, 2);
        IF other.state = ANY (approved) AND (is_placed OR me.state = ANY (approved)) AND coalesce(m2 >= 1, true) THEN
            PERFORM refuse('parcel_overlap', 'ทับแปลงที่อนุมัติแล้ว ' || coalesce(round(m2, 1)::text, 'ไม่ทราบ') || ' ตร.ม.',
                'Overlaps approved land by ' || coalesce(round(m2, 1)::text, 'an unknown number of') || ' m².',
                coalesce(at(ST_PointOnSurface(part)), '{}') || jsonb_build_object('row', me.uid, 'overlap_m2', m2)
                || CASE WHEN other.amphoe = me.amphoe THEN jsonb_build_object('parcel', other.code,
                    'tambon', other.tambon, 'village_code', other.village_code) ELSE '{}' END,
                'เลื่อนเส้นขอบให้ชนแปลงข้างเคียงพอดี');
        END IF;
        IF coalesce(m2 >= 4 OR m2 >= 0.01 * least(me.area_calc_m2, other.area_calc_m2), true) THEN
            PERFORM open_overlap_case(me.id, other.id, m2);
            overlapping := overlapping || other.id;
        END IF;
    END LOOP;
    UPDATE "case" SET closed_at = now()
    WHERE kind = 'OVERLAP' AND closed_at IS NULL
      AND ((parcel_a_id = me.id AND parcel_b_id <> ALL (overlapping))
        OR (parcel_b_id = me.id AND parcel_a_id <> ALL (overlapping)));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER m_overlap AFTER INSERT OR UPDATE OF geom, application, withdrawn_at ON parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_overlap();
