-- Disputes: deeds that stand twice, what people do about a case, and land in dispute left out of the totals.

-- Two papers of different land are the same deed: number and kind within an amphoe, or sheet, scale, land number and
-- office (DOMAIN.md 3.2). in: parcels. Opens what is new, closes what is no longer so.
CREATE INDEX land_document_number ON land_document (doc_type, doc_no) WHERE doc_no <> '';
CREATE INDEX land_document_sheet ON land_document (map_sheet, land_no) WHERE map_sheet <> '' AND land_no <> '';
CREATE FUNCTION plaeng_private.check_deeds(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    closed CONSTANT text[] := ARRAY['REJECTED', 'WITHDRAWN'];
BEGIN
    WITH mine AS (
        SELECT d.*, p.amphoe FROM land_document d JOIN parcel p ON p.id = d.parcel
        WHERE p.id = ANY (ids) AND p.withdrawn_at IS NULL AND coalesce(p.state, '') <> ALL (closed)
    ), twice AS (
        SELECT m.parcel AS one, o.parcel AS other, m.amphoe FROM mine m
        JOIN land_document o ON o.doc_type = m.doc_type AND o.doc_no = m.doc_no
        WHERE m.doc_no <> '' AND o.doc_no <> '' AND o.parcel <> m.parcel
        UNION
        SELECT m.parcel, o.parcel, NULL FROM mine m
        JOIN land_document o ON o.map_sheet = m.map_sheet AND o.land_no = m.land_no
        WHERE m.map_sheet <> '' AND m.land_no <> '' AND o.map_sheet <> '' AND o.land_no <> '' AND o.parcel <> m.parcel
          AND o.land_office = m.land_office AND o.sheet_scale IS NOT DISTINCT FROM m.sheet_scale
    ), pairs AS (
        SELECT DISTINCT least(t.one, t.other) AS a, greatest(t.one, t.other) AS b
        FROM twice t JOIN parcel p ON p.id = t.other
        WHERE p.withdrawn_at IS NULL AND coalesce(p.state, '') <> ALL (closed) AND p.amphoe = coalesce(t.amphoe, p.amphoe)
    ), opened AS (
        INSERT INTO "case" AS c (kind, state, parcel_a_id, parcel_b_id, reason)
        SELECT 'DUPLICATE_DEED', 'OPEN', a, b, '' FROM pairs ORDER BY a, b
        ON CONFLICT (kind, parcel_a_id, parcel_b_id) DO UPDATE SET closed_at = NULL, state = 'OPEN'
        WHERE c.closed_at IS NOT NULL
    )
    UPDATE "case" SET closed_at = now()
    WHERE kind = 'DUPLICATE_DEED' AND closed_at IS NULL AND (parcel_a_id = ANY (ids) OR parcel_b_id = ANY (ids))
      AND NOT EXISTS (SELECT FROM pairs WHERE pairs.a = parcel_a_id AND pairs.b = parcel_b_id);
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.check_deeds(bigint[]) FROM PUBLIC;

-- AFTER INSERT, UPDATE, DELETE on land_document, once a statement.
CREATE FUNCTION plaeng_private.deeds_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT parcel) INTO ids FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT parcel) INTO ids FROM old_rows;
    ELSE
        SELECT array_agg(DISTINCT parcel) INTO ids FROM (SELECT parcel FROM new_rows UNION SELECT parcel FROM old_rows) both_rows;
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM check_deeds(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER o_deeds_insert AFTER INSERT ON land_document REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.deeds_changed();
CREATE TRIGGER o_deeds_update AFTER UPDATE ON land_document REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.deeds_changed();
CREATE TRIGGER o_deeds_delete AFTER DELETE ON land_document REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.deeds_changed();

-- Land that goes, comes back, or whose application is closed, settles or wakes the dispute about its deed.
CREATE FUNCTION plaeng_private.deed_holder_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM check_deeds(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER o_deeds AFTER UPDATE ON parcel
FOR EACH ROW WHEN (
    NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
    OR (coalesce(NEW.state, '') IN ('REJECTED', 'WITHDRAWN')) <> (coalesce(OLD.state, '') IN ('REJECTED', 'WITHDRAWN'))
) EXECUTE FUNCTION plaeng_private.deed_holder_changed();

-- What people may do about a case, each with a reason. A case that was settled wakes when the overlap grows.
CREATE TABLE plaeng_private.case_move (
    from_state text COLLATE "C" NOT NULL,
    to_state text COLLATE "C" NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
INSERT INTO plaeng_private.case_move (from_state, to_state) VALUES
    ('OPEN', 'ASSERTED'), ('OPEN', 'WITHDRAWN'), ('OPEN', 'ACCEPTED'), ('ASSERTED', 'WITHDRAWN'), ('ASSERTED', 'ACCEPTED'),
    ('WITHDRAWN', 'ASSERTED');
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.case_move FROM plaeng_app;

CREATE FUNCTION plaeng_private.guard_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'OVERLAP' AND OLD.state IN ('WITHDRAWN', 'ACCEPTED') AND NEW.closed_at IS NULL AND NEW.state = OLD.state
        AND coalesce(NEW.overlap_m2, 1e12) > coalesce(OLD.overlap_m2, 0) + 1 THEN
        NEW.state := 'OPEN';
    ELSIF NEW.state <> OLD.state AND NEW.state <> 'OPEN' THEN
        IF NOT EXISTS (SELECT FROM case_move WHERE from_state = OLD.state AND to_state = NEW.state) OR OLD.closed_at IS NOT NULL THEN
            PERFORM refuse('case_move', 'เปลี่ยนสถานะข้อพิพาทจาก ' || OLD.state || ' เป็น ' || NEW.state || ' ไม่ได้',
                'A case cannot move from ' || OLD.state || ' to ' || NEW.state || '.',
                jsonb_build_object('from', OLD.state, 'to', NEW.state));
        END IF;
        IF btrim(NEW.reason) = '' THEN
            PERFORM refuse('case_move_reason', 'ต้องบอกเหตุผล', 'This move needs a reason.');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER c_guard BEFORE UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION plaeng_private.guard_case();

-- The parts of some applicants as the tables say now, without land that is in dispute. Names are written out and there is no search_path, so that the
-- function is put in place where it is called.
-- uses: the indexes of application.applicant_id, parcel.application, case.parcel_a_id and case.parcel_b_id
CREATE OR REPLACE FUNCTION plaeng_private.rollup_parts(applicants bigint[]) RETURNS SETOF plaeng_private.rollup_part
LANGUAGE sql STABLE AS $$
    WITH land AS (
        SELECT a.id, a.applicant_id, a.fy, a.state, a.model, count(p.id) AS parcels, min(p.code) AS first_parcel,
               coalesce(sum(p.joined_area_m2), 0) AS joined,
               coalesce(sum(p.joined_area_m2) FILTER (WHERE p.joined_is_estimate), 0) AS estimated
        FROM unnest(applicants) wanted (id)
        JOIN plaeng.application a ON a.applicant_id = wanted.id
        LEFT JOIN plaeng.parcel p ON p.application = a.id AND p.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT FROM plaeng."case" c WHERE c.closed_at IS NULL AND c.state IN ('OPEN', 'ASSERTED')
            AND (c.parcel_a_id = p.id OR c.parcel_b_id = p.id))
        GROUP BY a.id
    ), placed AS (
        SELECT l.*, k.line, plaeng_private.is_counted(l.state) AS is_counted, row_number() OVER first_land AS n,
               first_value(coalesce(p.tambon, who.tambon)) OVER first_land AS tambon,
               first_value(coalesce(p.village_code, who.village_code)) OVER first_land AS village,
               first_value(l.state) OVER first_land AS first_state, first_value(l.model) OVER first_land AS first_model
        FROM land l
        JOIN plaeng.applicant who ON who.id = l.applicant_id
        JOIN plaeng.applicant_kind k ON k.code = who.kind
        LEFT JOIN plaeng.parcel p ON p.code = l.first_parcel
        WINDOW first_land AS (
            PARTITION BY l.applicant_id, l.fy, plaeng_private.is_counted(l.state) ORDER BY l.first_parcel NULLS LAST, l.id
        )
    )
    SELECT applicant_id, fy, line, tambon, CASE WHEN left(village, 6) = tambon THEN village ELSE '' END, state, model,
           CASE WHEN is_counted THEN first_state ELSE state END, CASE WHEN is_counted THEN first_model ELSE model END,
           is_counted AND n = 1, parcels, joined, estimated
    FROM placed
$$;

CREATE OR REPLACE FUNCTION plaeng_private.note_rollup() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    source text := CASE TG_TABLE_NAME || ' ' || TG_OP
        WHEN 'parcel INSERT' THEN 'SELECT NULL::bigint, application FROM new_rows'
        WHEN 'parcel DELETE' THEN 'SELECT NULL::bigint, application FROM old_rows'
        WHEN 'parcel UPDATE' THEN 'SELECT NULL::bigint, unnest(ARRAY[o.application, n.application])
            FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.application, n.code, n.tambon, n.village_code, n.joined_area_m2, n.joined_is_estimate, n.withdrawn_at)
                IS DISTINCT FROM
                (o.application, o.code, o.tambon, o.village_code, o.joined_area_m2, o.joined_is_estimate, o.withdrawn_at)'
        WHEN 'application INSERT' THEN 'SELECT applicant_id, NULL::bigint FROM new_rows'
        WHEN 'application DELETE' THEN 'SELECT applicant_id, NULL::bigint FROM old_rows'
        WHEN 'application UPDATE' THEN 'SELECT unnest(ARRAY[o.applicant_id, n.applicant_id]), NULL::bigint
            FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.applicant_id, n.fy, n.state, n.model) IS DISTINCT FROM (o.applicant_id, o.fy, o.state, o.model)'
        WHEN 'case INSERT' THEN 'SELECT NULL::bigint, p.application FROM new_rows n JOIN parcel p ON p.id IN (n.parcel_a_id, n.parcel_b_id)'
        WHEN 'case DELETE' THEN 'SELECT NULL::bigint, p.application FROM old_rows o JOIN parcel p ON p.id IN (o.parcel_a_id, o.parcel_b_id)'
        WHEN 'case UPDATE' THEN 'SELECT NULL::bigint, p.application
            FROM new_rows n JOIN old_rows o USING (id) JOIN parcel p ON p.id IN (n.parcel_a_id, n.parcel_b_id)
            WHERE (n.state, n.closed_at IS NULL) IS DISTINCT FROM (o.state, o.closed_at IS NULL)'
        WHEN 'applicant UPDATE' THEN 'SELECT id, NULL::bigint FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.kind, n.tambon, n.village_code) IS DISTINCT FROM (o.kind, o.tambon, o.village_code)'
        WHEN 'applicant_kind UPDATE' THEN 'SELECT a.id, NULL::bigint
            FROM new_rows n JOIN old_rows o USING (code) JOIN applicant a ON a.kind = code WHERE n.line <> o.line'
    END;
    first_note bigint;
    last_note bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM rebuild_rollups();
        RETURN NULL;
    END IF;
    EXECUTE format($q$
        WITH noted AS (
            INSERT INTO rollup_due (applicant, application)
            SELECT DISTINCT applicant, application FROM (%s) changed (applicant, application)
            WHERE coalesce(applicant, application) IS NOT NULL
            RETURNING id
        )
        SELECT min(id), max(id) FROM noted
    $q$, source) INTO first_note, last_note;
    IF first_note IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM bump(ARRAY[10004]);
    -- Under a frozen snapshot the fold of another would be a serialization failure.
    IF first_note / 100 <> (last_note + 1) / 100 AND current_setting('transaction_isolation') = 'read committed' THEN
        PERFORM fold_rollups();
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER z_rollup_insert AFTER INSERT ON "case" REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.note_rollup();
CREATE TRIGGER z_rollup_update AFTER UPDATE ON "case" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.note_rollup();
CREATE TRIGGER z_rollup_delete AFTER DELETE ON "case" REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.note_rollup();
ALTER TABLE "case" ENABLE ALWAYS TRIGGER z_rollup_insert;
ALTER TABLE "case" ENABLE ALWAYS TRIGGER z_rollup_update;
ALTER TABLE "case" ENABLE ALWAYS TRIGGER z_rollup_delete;
SELECT plaeng_private.rebuild_rollups();
