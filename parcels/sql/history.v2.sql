-- history.v1.sql with shapes turned into JSON by their own cast, to the same JSON: to_jsonb of a row looks up the
-- reference system anew for each shape, which was two thirds of the history of an import.
CREATE OR REPLACE FUNCTION plaeng_private.record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    columns text := (
        SELECT string_agg(format(CASE WHEN atttypid = 'geometry'::regtype THEN '%1$I::jsonb AS %1$I' ELSE '%1$I' END, attname),
                          ', ' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped
    );
    source text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT n.uid, n.version, NULL::jsonb AS o, to_jsonb(n) AS n FROM (SELECT %1$s FROM new_rows) n'
        WHEN 'DELETE' THEN 'SELECT o.uid, o.version + 1 AS version, to_jsonb(o) AS o, NULL::jsonb AS n
                            FROM (SELECT %1$s FROM old_rows) o'
        ELSE 'SELECT n.uid, n.version, to_jsonb(o) AS o, to_jsonb(n) AS n
              FROM (SELECT %1$s FROM new_rows) n JOIN (SELECT %1$s FROM old_rows) o USING (id)'
    END;
BEGIN
    EXECUTE format($q$
        INSERT INTO history (at, table_name, uid, version, operation, before, after, user_id, login, via, request_id,
                             transaction)
        SELECT clock_timestamp(), %L, c.uid, c.version, %L,
               CASE WHEN c.n IS NULL THEN c.o ELSE b.before END, CASE WHEN c.o IS NULL THEN c.n ELSE b.after END,
               actor(), session_user,
               coalesce(nullif(current_setting('plaeng.via', true), ''), current_setting('application_name')),
               coalesce(current_setting('plaeng.request_id', true), ''), pg_current_xact_id()::text::bigint
        FROM (%s OFFSET 0) c -- a fence: without it each column builds the JSON of the whole row anew
        LEFT JOIN LATERAL (
            SELECT jsonb_object_agg(k, c.o -> k) AS before, jsonb_object_agg(k, c.n -> k) AS after
            FROM jsonb_object_keys(c.n) k
            WHERE c.o IS NOT NULL AND c.o -> k IS DISTINCT FROM c.n -> k
        ) b ON true
    $q$, TG_TABLE_NAME, TG_OP, format(source, columns));
    RETURN NULL;
END $$;
