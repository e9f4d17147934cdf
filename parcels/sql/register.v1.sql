-- The register defends itself: numbers and moves of applications, land that is taken, traces of every new table.

-- Which state follows which (DOMAIN.md 6.3); parcels/workflow.py adds who moves and what has to be there.
CREATE TABLE plaeng_private.move (
    from_state text COLLATE "C" NOT NULL,
    to_state text COLLATE "C" NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
INSERT INTO plaeng_private.move (from_state, to_state)
SELECT unnest(string_to_array(f, ' ')), t FROM (VALUES
    ('DRAFT RETURNED', 'APPLIED'),
    ('APPLIED DOCS_OK SURVEYED SENT', 'RETURNED'),
    ('APPLIED', 'DOCS_OK'),
    ('APPLIED DOCS_OK', 'SURVEYED'),
    ('SURVEYED', 'SENT'),
    ('SENT RESERVE', 'APPROVED'),
    ('SENT', 'RESERVE'),
    ('APPLIED DOCS_OK SURVEYED SENT RESERVE', 'REJECTED'),
    ('DRAFT APPLIED RETURNED DOCS_OK SURVEYED SENT APPROVED RESERVE DEVELOPING ACCEPTED', 'WITHDRAWN'),
    ('APPROVED', 'DEVELOPING'),
    ('DEVELOPING', 'ACCEPTED'),
    ('ACCEPTED', 'DECLARED')
) moves (f, t);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.move FROM plaeng_app;

-- The last running number of an amphoe's applications of a year. Those of sets in bulk, from a million on, are not
-- among them.
CREATE TABLE plaeng_private.application_counter (
    fy integer NOT NULL,
    amphoe text COLLATE "C" NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (fy, amphoe)
);
INSERT INTO plaeng_private.application_counter (fy, amphoe, last)
SELECT split_part(no, '-', 1)::integer, split_part(no, '-', 2), max(split_part(no, '-', 3)::integer)
FROM application WHERE no ~ '^[0-9]{4}-[0-9]{4}-[0-9]{1,6}$' GROUP BY 1, 2;

-- 2565-6703-0042. A number that was given (an older list, the demonstration) is kept, and never given out again.
CREATE FUNCTION plaeng_private.next_application_no(in_fy integer, in_amphoe text, given text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
DECLARE
    n integer := CASE WHEN given LIKE format('%s-%s-%%', in_fy, in_amphoe) AND given ~ '-[0-9]{1,6}$'
                 THEN split_part(given, '-', 3)::integer END;
BEGIN
    IF given <> '' AND n IS NULL THEN
        RETURN given;
    END IF;
    INSERT INTO application_counter AS c (fy, amphoe, last) VALUES (in_fy, in_amphoe, coalesce(n, 1))
    ON CONFLICT (fy, amphoe) DO UPDATE SET last = CASE WHEN n IS NULL THEN c.last + 1 ELSE greatest(c.last, n) END
    RETURNING last INTO n;
    RETURN CASE WHEN given <> '' THEN given
           ELSE concat_ws('-', in_fy, in_amphoe, lpad(n::text, greatest(4, length(n::text)), '0')) END;
END $$;

-- What is told with a move: plaeng.move, JSON set for the transaction, {"reason", "reason_code", "on", "rank"};
-- of the demonstration "at" too, the moment.
CREATE FUNCTION plaeng_private.told(member text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(btrim(nullif(current_setting('plaeng.move', true), '')::jsonb ->> member), '')
$$;

-- BEFORE INSERT OR UPDATE on application: number and place, and of a move whether it follows the state table, says why
-- where it has to, and goes past no open dispute and no consent that was taken back.
CREATE FUNCTION plaeng_private.guard_application() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    allowed jsonb;
BEGIN
    NEW.remark := coalesce(NEW.remark, '');
    NEW.tambon := coalesce(NEW.tambon, (SELECT tambon FROM applicant WHERE id = NEW.applicant_id));
    IF TG_OP = 'INSERT' THEN
        NEW.no := next_application_no(NEW.fy, left(NEW.tambon, 4), coalesce(NEW.no, ''));
        RETURN NEW;
    END IF;
    IF NEW.no <> OLD.no OR NEW.fy <> OLD.fy OR left(NEW.tambon, 4) <> left(OLD.tambon, 4) THEN
        PERFORM refuse('application_keeps_number', 'เปลี่ยนเลขที่ ปีงบประมาณ หรืออำเภอของใบสมัครไม่ได้',
            'Number, fiscal year and amphoe of an application cannot be changed.');
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(jsonb_agg(to_state), '[]') INTO allowed FROM move WHERE from_state = OLD.state;
    IF NOT allowed ? NEW.state THEN
        PERFORM refuse('application_move', 'เปลี่ยนสถานะจาก ' || OLD.state || ' เป็น ' || NEW.state || ' ไม่ได้',
            'An application cannot move from ' || OLD.state || ' to ' || NEW.state || '.',
            jsonb_build_object('from', OLD.state, 'to', NEW.state, 'allowed', allowed));
    END IF;
    IF NEW.state IN ('RETURNED', 'REJECTED', 'WITHDRAWN') AND told('reason') IS NULL THEN
        PERFORM refuse('application_move_reason', 'ต้องบอกเหตุผล', 'This move needs a reason.');
    END IF;
    IF NEW.state = 'SENT' AND EXISTS (
        SELECT FROM parcel p JOIN "case" c ON p.id IN (c.parcel_a_id, c.parcel_b_id)
        WHERE p.application = NEW.id AND c.closed_at IS NULL AND c.state IN ('OPEN', 'ASSERTED')
    ) THEN
        PERFORM refuse('application_case_open', 'ยังมีข้อพิพาทที่เปิดอยู่', 'A dispute about its land is still open.');
    END IF;
    IF NEW.state = 'DEVELOPING' AND NOT EXISTS (
        SELECT FROM consent WHERE application = NEW.id AND kind = 'DIG' AND withdrawn_on IS NULL
    ) THEN
        PERFORM refuse('application_dig_consent', 'ไม่มีความยินยอมให้ขุดปรับพื้นที่ที่ยังมีผล',
            'There is no consent to digging in force.');
    END IF;
    -- The demonstration tells when it was.
    NEW.state_since := coalesce(
        CASE WHEN current_setting('plaeng.via', true) = 'demo' THEN told('at')::timestamptz END, now());
    NEW.reserve_rank := CASE WHEN NEW.state = 'RESERVE' THEN told('rank')::integer END;
    RETURN NEW;
END $$;

UPDATE application a SET tambon = coalesce(
    (SELECT tambon FROM parcel p WHERE p.application = a.id AND p.withdrawn_at IS NULL ORDER BY code LIMIT 1),
    (SELECT tambon FROM applicant WHERE id = a.applicant_id));
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE application ALTER COLUMN tambon SET NOT NULL;
SET CONSTRAINTS ALL DEFERRED;
DROP TRIGGER b_state_since ON application;
DROP FUNCTION plaeng_private.keep_state_since;
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON application
FOR EACH ROW EXECUTE FUNCTION plaeng_private.guard_application();

-- AFTER a new state: one line of the path.
CREATE FUNCTION plaeng_private.record_move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    INSERT INTO state_change (application, from_state, to_state, at, by_id, reason_code, reason, "on", rank)
    VALUES (NEW.id, CASE TG_OP WHEN 'UPDATE' THEN OLD.state END, NEW.state, NEW.state_since, actor(), told('reason_code'),
            coalesce(told('reason'), ''), told('on')::date, told('rank')::integer);
    RETURN NULL;
END $$;
CREATE TRIGGER n_record_first AFTER INSERT ON application
FOR EACH ROW EXECUTE FUNCTION plaeng_private.record_move();
CREATE TRIGGER n_record_move AFTER UPDATE OF state ON application
FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION plaeng_private.record_move();
INSERT INTO state_change (application, to_state, at, by_id, reason)
SELECT id, state, state_since, created_by_id, '' FROM application;

-- I1 and I11. Land of an application that goes on is not taken into another, and not taken out once papers are checked.
-- The refusal names number and office, never the person.
CREATE FUNCTION plaeng_private.guard_joining() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    held record;
    wanted record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.application IS DISTINCT FROM OLD.application THEN
        SELECT a.no, a.state, coalesce(o.name_th, '') AS office_th, coalesce(o.name_en, '') AS office_en INTO held
        FROM application a LEFT JOIN area o ON o.code = left(a.tambon, 4) WHERE a.id = OLD.application;
        IF NEW.application IS NOT NULL AND held.state NOT IN ('REJECTED', 'WITHDRAWN') THEN
            PERFORM refuse('parcel_taken', 'แปลงนี้อยู่ในใบสมัคร ' || held.no || ' ของอำเภอ' || held.office_th,
                'This parcel is in application ' || held.no || ' of the office of ' || held.office_en || '.',
                jsonb_build_object('row', NEW.uid, 'application', held.no, 'office_th', held.office_th,
                                   'office_en', held.office_en));
        ELSIF held.state NOT IN ('DRAFT', 'APPLIED', 'RETURNED', 'REJECTED', 'WITHDRAWN') THEN
            PERFORM refuse('parcel_stays', 'ส่งใบสมัคร ' || held.no || ' กลับแก้ไขก่อน จึงนำแปลงออกได้',
                'Return application ' || held.no || ' first; then the parcel can be taken out.',
                jsonb_build_object('row', NEW.uid, 'application', held.no));
        END IF;
    END IF;
    SELECT a.tambon INTO wanted FROM application a WHERE a.id = NEW.application;
    IF left(wanted.tambon, 4) <> left(NEW.tambon, 4) THEN
        PERFORM refuse('parcel_in_amphoe', 'แปลงอยู่คนละอำเภอกับใบสมัคร',
            'The parcel lies in another amphoe than its application.', jsonb_build_object('row', NEW.uid));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER c_joining BEFORE INSERT OR UPDATE OF application, tambon ON parcel
FOR EACH ROW WHEN (NEW.application IS NOT NULL) EXECUTE FUNCTION plaeng_private.guard_joining();
CREATE TRIGGER c_leaving BEFORE UPDATE OF application ON parcel
FOR EACH ROW WHEN (OLD.application IS NOT NULL AND NEW.application IS NULL)
EXECUTE FUNCTION plaeng_private.guard_joining();

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['consent', 'survey', 'design', 'work', 'attachment', 'comment'] LOOP
        EXECUTE format('CREATE TRIGGER a_stamp BEFORE INSERT OR UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION plaeng_private.stamp()', t);
        EXECUTE format('CREATE TRIGGER z_history_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_update AFTER UPDATE ON %I
                        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
    END LOOP;
END $$;

-- Code lists are public knowledge; what is about persons stays where no analyst's login may look.
ALTER TABLE relation SET SCHEMA plaeng; ALTER TABLE reject_reason SET SCHEMA plaeng;

-- The path of an application is written by its trigger alone; a consent is withdrawn, not deleted.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.state_change, plaeng_private.application_counter FROM plaeng_app;
REVOKE DELETE, TRUNCATE ON plaeng_private.consent, plaeng_private.survey FROM plaeng_app;

CREATE INDEX application_tambon_id ON application (tambon COLLATE "C", id);
CREATE INDEX application_waiting ON application (state, state_since, id);
