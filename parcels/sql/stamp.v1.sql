-- Who works in this transaction: the web user's id, set by the application for the transaction; NULL for others.
CREATE FUNCTION plaeng_private.actor() RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(current_setting('plaeng.user_id', true), '')::integer
$$;

-- BEFORE INSERT OR UPDATE on every domain table: identity, version, who and when are ours to write.
-- A new version is always the old one plus one, whoever writes.
CREATE FUNCTION plaeng_private.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.uid := coalesce(NEW.uid, gen_random_uuid());
        NEW.version := 1;
        NEW.created_at := now();
        NEW.created_by_id := actor();
    ELSE
        IF NEW.uid IS DISTINCT FROM OLD.uid OR NEW.id IS DISTINCT FROM OLD.id THEN
            PERFORM refuse('uid_is_fixed', 'เปลี่ยนรหัสประจำแถวไม่ได้', 'The identity of a row cannot be changed.');
        END IF;
        NEW.version := OLD.version + 1;
        NEW.created_at := OLD.created_at;
        NEW.created_by_id := OLD.created_by_id;
    END IF;
    NEW.updated_at := clock_timestamp();
    NEW.updated_by_id := actor();
    RETURN NEW;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['applicant', 'application', 'parcel', 'zone', 'land_document', 'case'] LOOP
        EXECUTE format('CREATE TRIGGER a_stamp BEFORE INSERT OR UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION plaeng_private.stamp()', t);
    END LOOP;
END $$;
