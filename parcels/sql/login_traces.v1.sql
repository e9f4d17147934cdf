-- Who, by what way and with what words, where a person's database login writes: from the map of officers, since any
-- login may set plaeng.user_id and its like to what it wants. For the application nothing changes.

-- True in a session of a person's database login. logins.sql gives no other name, and nobody else gets such a one.
CREATE FUNCTION plaeng_private.is_login() RETURNS boolean
LANGUAGE sql STABLE AS $$ SELECT starts_with(session_user, 'qgis_') $$;

CREATE FUNCTION plaeng_private.login_user() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
    SELECT user_id FROM officer WHERE database_login = session_user
$$;

CREATE OR REPLACE FUNCTION plaeng_private.actor() RETURNS integer
LANGUAGE sql STABLE SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
    SELECT CASE WHEN is_login() THEN login_user() ELSE nullif(current_setting('plaeng.user_id', true), '')::integer END
$$;

-- As shape.v2.sql.
CREATE OR REPLACE FUNCTION plaeng_private.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    who integer := CASE WHEN starts_with(session_user, 'qgis_') THEN login_user()
                   ELSE nullif(current_setting('plaeng.user_id', true), '')::integer END;
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

-- As history.v3.sql.
CREATE OR REPLACE FUNCTION plaeng_private.record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    has_text CONSTANT boolean := EXISTS (SELECT FROM pg_attribute WHERE attrelid = TG_RELID AND attname = 'shape_text');
    shape CONSTANT text := CASE WHEN has_text
        THEN $q$('{"crs":{"type":"name","properties":{"name":"EPSG:4326"}},' || substr(shape_text, 2))::jsonb AS %1$I$q$
        ELSE '%1$I::jsonb AS %1$I' END;
    columns text := (
        SELECT string_agg(format(CASE WHEN atttypid = 'geometry'::regtype THEN shape ELSE '%1$I' END, attname),
                          ', ' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    );
    source text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT n.uid, n.version, NULL::jsonb AS before, to_jsonb(n) AS after
                            FROM (SELECT %1$s FROM new_rows) n'
        WHEN 'DELETE' THEN 'SELECT o.uid, o.version + 1 AS version, to_jsonb(o) AS before, NULL::jsonb AS after
                            FROM (SELECT %1$s FROM old_rows) o'
        ELSE 'SELECT c.uid, c.version, b.before, b.after FROM (
                  SELECT n.uid, n.version, to_jsonb(o) AS o, to_jsonb(n) AS n
                  FROM (SELECT %1$s FROM new_rows) n JOIN (SELECT %1$s FROM old_rows) o USING (id)
                  OFFSET 0 -- a fence: without it each column builds the JSON of the whole row anew
              ) c LEFT JOIN LATERAL (
                  SELECT jsonb_object_agg(k, c.o -> k) AS before, jsonb_object_agg(k, c.n -> k) AS after
                  FROM jsonb_object_keys(c.n) k WHERE c.o -> k IS DISTINCT FROM c.n -> k
              ) b ON true'
    END;
BEGIN
    EXECUTE format($q$
        INSERT INTO history (at, table_name, uid, version, operation, before, after, user_id, login, via, request_id,
                             transaction)
        SELECT clock_timestamp(), %L, c.uid, c.version, %L, c.before, c.after, $1, session_user, $2, $3,
               pg_current_xact_id()::text::bigint
        FROM (%s) c
    $q$, TG_TABLE_NAME, TG_OP, format(source, columns)) USING actor(),
        CASE WHEN is_login() THEN 'qgis'
             ELSE coalesce(nullif(current_setting('plaeng.via', true), ''), current_setting('application_name')) END,
        CASE WHEN is_login() THEN '' ELSE coalesce(current_setting('plaeng.request_id', true), '') END;
    RETURN NULL;
END $$;

-- As refuse.v1.sql. QGIS shows the detail too: an analyst reads the place instead of JSON, and the code of another parcel
-- only within his area.
CREATE OR REPLACE FUNCTION plaeng_private.refuse(rule text, th text, en text, detail jsonb DEFAULT '{}', hint text DEFAULT '')
RETURNS void LANGUAGE plpgsql SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    said text := detail::text;
BEGIN
    IF is_login() THEN
        said := concat_ws(' ', 'ที่ ' || (detail #>> '{at,0}') || ', ' || (detail #>> '{at,1}'),
            CASE WHEN login_holds(detail ->> 'tambon', detail ->> 'village_code') THEN 'แปลง ' || (detail ->> 'parcel') END);
        hint := concat_ws(' ', nullif(hint, ''), CASE WHEN rule = 'parcel_overlap'
            THEN 'แนวเขตร่วมของสองแปลงที่อนุมัติแล้วให้เลื่อนบนเว็บ (A border that two approved parcels share is moved on the web.)' END);
    END IF;
    -- An empty line of either would be shown too.
    IF said = '' AND hint = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'PL422', CONSTRAINT = rule, MESSAGE = th || E'\n' || en;
    ELSIF said = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'PL422', CONSTRAINT = rule, MESSAGE = th || E'\n' || en, HINT = hint;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'PL422', CONSTRAINT = rule, MESSAGE = th || E'\n' || en, DETAIL = said, HINT = hint;
END $$;
