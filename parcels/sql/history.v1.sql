-- History of every domain table: one row a changed row, set-wise, in the same transaction, whoever writes.
-- before/after hold the changed columns (INSERT: after, DELETE: before). Append-only: nobody but this
-- function writes there, and it belongs to the owner.
CREATE FUNCTION plaeng_private.record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    source text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT n.uid, n.version, NULL::jsonb AS o, to_jsonb(n) AS n FROM new_rows n'
        WHEN 'DELETE' THEN 'SELECT o.uid, o.version + 1 AS version, to_jsonb(o) AS o, NULL::jsonb AS n FROM old_rows o'
        ELSE 'SELECT n.uid, n.version, to_jsonb(o) AS o, to_jsonb(n) AS n FROM new_rows n JOIN old_rows o USING (id)'
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
    $q$, TG_TABLE_NAME, TG_OP, source);
    RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['applicant', 'application', 'parcel', 'zone', 'land_document', 'case'] LOOP
        EXECUTE format('CREATE TRIGGER z_history_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_update AFTER UPDATE ON %I
                        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
        EXECUTE format('CREATE TRIGGER z_history_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.record_history()', t);
    END LOOP;
END $$;
