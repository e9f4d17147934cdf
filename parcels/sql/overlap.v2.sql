-- Overlap of many parcels at a time: one query finds all pairs, where each row by itself was planned and run anew.

-- Parcels of an INSERT that are to be checked at COMMIT: one row, and so one deferred check, a statement. A row goes
-- with its check. Unlogged: after a crash there is no transaction left that could have made one.
CREATE UNLOGGED TABLE plaeng_private.overlap_due (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ids bigint[] NOT NULL
);
REVOKE ALL ON plaeng_private.overlap_due FROM plaeng_app;

-- The rule of overlap.v1.sql for a set. in: parcels, and those of them that are drawn, moved or have come back.
-- A pair within the set is compared once and then looked at from both sides, in the order of ids.
-- uses: parcel_pkey, the spatial index of parcel, case by parcel_a_id and parcel_b_id, whatever the statistics say,
-- since the plan is kept.
CREATE FUNCTION plaeng_private.check_land(ids bigint[], placed bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
    approved CONSTANT text[] := ARRAY['APPROVED', 'DEVELOPING', 'ACCEPTED', 'DECLARED'];
    closed CONSTANT text[] := ARRAY['REJECTED', 'WITHDRAWN'];
    pair record;
    part geometry;
    m2 numeric;
    overlapping_a bigint[] := '{}';
    overlapping_b bigint[] := '{}';
BEGIN
    FOR pair IN
        WITH mine AS MATERIALIZED (
            SELECT DISTINCT unnest(ids) AS id
        ), met AS MATERIALIZED (
            SELECT me.id AS a, p.id AS b FROM mine JOIN parcel me USING (id) JOIN parcel p ON p.geom && me.geom
            WHERE p.id <> me.id AND p.withdrawn_at IS NULL AND me.withdrawn_at IS NULL
              AND coalesce(p.state, '') <> ALL (closed) AND coalesce(me.state, '') <> ALL (closed)
              AND (p.fy IS NULL OR me.fy IS NULL OR p.fy = me.fy OR p.state = ANY (approved) OR me.state = ANY (approved))
              AND NOT (p.id > me.id AND p.id IN (SELECT id FROM mine))
              AND ST_Relate(p.geom, me.geom, 'T********')
        ), sides AS (
            SELECT a AS mine, b AS other FROM met
            UNION ALL
            SELECT b, a FROM met WHERE b IN (SELECT id FROM mine)
        )
        SELECT me.id, me.uid, me.geom, me.amphoe, me.state, me.area_calc_m2,
               o.id AS other_id, o.geom AS other_geom, o.amphoe AS other_amphoe, o.area_calc_m2 AS other_area, o.code,
               o.tambon, o.village_code, coalesce(o.state = ANY (approved), false) AS on_approved
        FROM sides JOIN parcel me ON me.id = sides.mine JOIN parcel o ON o.id = sides.other
        WHERE o.fy IS NULL OR me.fy IS NULL OR o.fy = me.fy OR o.state = ANY (approved)
        ORDER BY me.id, o.id
    LOOP
        part := shared_part(pair.geom, pair.other_geom);
        m2 := round(ST_Area(part::geography)::numeric, 2);
        IF pair.on_approved AND coalesce(m2 >= 1, true) AND (pair.state = ANY (approved) OR pair.id = ANY (placed)) THEN
            PERFORM refuse('parcel_overlap', 'ทับแปลงที่อนุมัติแล้ว ' || coalesce(round(m2, 1)::text, 'ไม่ทราบ') || ' ตร.ม.',
                'Overlaps approved land by ' || coalesce(round(m2, 1)::text, 'an unknown number of') || ' m².',
                coalesce(at(ST_PointOnSurface(part)), '{}') || jsonb_build_object('row', pair.uid, 'overlap_m2', m2)
                || CASE WHEN pair.other_amphoe = pair.amphoe THEN jsonb_build_object('parcel', pair.code,
                    'tambon', pair.tambon, 'village_code', pair.village_code) ELSE '{}' END,
                'เลื่อนเส้นขอบให้ชนแปลงข้างเคียงพอดี');
        END IF;
        IF coalesce(m2 >= 4 OR m2 >= 0.01 * least(pair.area_calc_m2, pair.other_area), true) THEN
            PERFORM open_overlap_case(pair.id, pair.other_id, m2);
            overlapping_a := overlapping_a || least(pair.id, pair.other_id);
            overlapping_b := overlapping_b || greatest(pair.id, pair.other_id);
        END IF;
    END LOOP;
    UPDATE "case" SET closed_at = now()
    WHERE id IN (
        SELECT c.id FROM unnest(ids) mine JOIN "case" c ON c.parcel_a_id = mine
        WHERE c.kind = 'OVERLAP' AND c.closed_at IS NULL
        UNION
        SELECT c.id FROM unnest(ids) mine JOIN "case" c ON c.parcel_b_id = mine
        WHERE c.kind = 'OVERLAP' AND c.closed_at IS NULL
    ) AND NOT EXISTS (
        SELECT FROM unnest(overlapping_a, overlapping_b) AS o (a, b) WHERE o.a = parcel_a_id AND o.b = parcel_b_id
    );
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.check_land(bigint[], bigint[]) FROM PUBLIC;

-- AFTER INSERT, once a statement.
CREATE FUNCTION plaeng_private.overlap_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    INSERT INTO overlap_due (ids)
    SELECT array_agg(id) FROM new_rows WHERE geom IS NOT NULL AND withdrawn_at IS NULL HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.check_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM check_land(NEW.ids, NEW.ids);
    DELETE FROM overlap_due WHERE id = NEW.id;
    RETURN NULL;
END $$;

-- A changed row is checked by itself: only a row's trigger knows which columns the statement set.
CREATE OR REPLACE FUNCTION plaeng_private.check_overlap() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    is_placed boolean := ST_AsBinary(NEW.geom) IS DISTINCT FROM ST_AsBinary(OLD.geom)
                         OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at;
BEGIN
    PERFORM check_land(ARRAY[NEW.id], CASE WHEN is_placed THEN ARRAY[NEW.id] ELSE '{}' END);
    RETURN NULL;
END $$;

DROP TRIGGER m_overlap ON plaeng.parcel;
CREATE CONSTRAINT TRIGGER m_overlap AFTER UPDATE OF geom, application, withdrawn_at ON plaeng.parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_overlap();
CREATE TRIGGER m_overlap_due AFTER INSERT ON plaeng.parcel REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.overlap_is_due();
CREATE CONSTRAINT TRIGGER m_overlap AFTER INSERT ON plaeng_private.overlap_due
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_due();

-- The joined area of a new parcel can be too large only when there is one.
DROP TRIGGER m_joined_area ON plaeng.parcel;
CREATE CONSTRAINT TRIGGER m_joined_area AFTER UPDATE OF joined_area_m2 ON plaeng.parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_joined_area();
CREATE CONSTRAINT TRIGGER m_joined_area_new AFTER INSERT ON plaeng.parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.joined_area_m2 > 0)
EXECUTE FUNCTION plaeng_private.check_joined_area();
