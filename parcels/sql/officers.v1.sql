-- Officers and offices leave a trace of who changed what of them; accounts and invitations are never deleted.

-- BEFORE INSERT OR UPDATE of what has an identity and a version, without the columns of `stamp`: every request reads
-- the row of its officer.
CREATE FUNCTION plaeng_private.count_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        RETURN NEW;
    END IF;
    IF NEW.uid IS DISTINCT FROM OLD.uid OR NEW.id IS DISTINCT FROM OLD.id THEN
        PERFORM refuse('uid_is_fixed', 'เปลี่ยนรหัสประจำแถวไม่ได้', 'The identity of a row cannot be changed.');
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['officer', 'office'] LOOP
        EXECUTE format('CREATE TRIGGER a_version BEFORE INSERT OR UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION plaeng_private.count_version()', t);
        EXECUTE format('CREATE TRIGGER z_history_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_update AFTER UPDATE ON %I
                        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
    END LOOP;
END $$;

REVOKE DELETE, TRUNCATE ON plaeng_private.officer, plaeng_private.office, plaeng_private.invitation FROM plaeng_app;
