-- As login_traces.v1.sql, without seen_version, which says the version once more (edit_views.v1.sql).
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
        FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'seen_version'
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
