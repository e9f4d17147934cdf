-- What a change of each table means: which counters move, and which parcels and zones stand in the change log.
--
-- The log has a row for every parcel or zone that shows something else than before, with the same transaction.
-- scope_old, scope_new: where its readers are, by village code or else tambon; NULL when nobody sees it.
-- CACHE 1 of the identity: within a row of the land the ids follow its versions, since they are taken under its lock.
CREATE TABLE plaeng_private.change_log (
    id bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    op text NOT NULL,
    collection text NOT NULL,
    uid uuid NOT NULL,
    version integer NOT NULL,
    scope_old text COLLATE "C",
    scope_new text COLLATE "C"
);
CREATE INDEX change_log_xid_id ON plaeng_private.change_log (xid, id);
CREATE INDEX change_log_at ON plaeng_private.change_log USING brin (at);
REVOKE INSERT, UPDATE, DELETE ON plaeng_private.change_log FROM plaeng_app;

-- Where the readers of a parcel are.
CREATE FUNCTION plaeng_private.readers_of(tambon text, village_code text, withdrawn_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN withdrawn_at IS NULL THEN coalesce(nullif(village_code, ''), tambon) END
$$;

-- Scopes of land. in: rows, a query with the columns tambon and geom over the transition tables of a trigger.
-- A box is widened by 0.2 m: a zone may reach 0.10 m out of its parcel, whose change shows or hides it.
CREATE FUNCTION plaeng_private.land_query(rows text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $f$
    SELECT format($q$
        WITH box AS MATERIALIZED (
            SELECT DISTINCT left(tambon, 4) AS amphoe,
                   cell_x(ST_XMin(geom) - 2e-6) AS x0, cell_x(ST_XMax(geom) + 2e-6) AS x1,
                   cell_y(ST_YMax(geom) + 2e-6) AS y0, cell_y(ST_YMin(geom) - 2e-6) AS y1
            FROM (%s) land
        )
        SELECT array_agg(scope) FROM (
            SELECT coalesce(nullif(amphoe, ''), '0')::integer AS scope FROM box
            UNION
            SELECT 1000000 + x * 1024 + y FROM box, generate_series(x0, x1) x, generate_series(y0, y1) y
        ) scopes
    $q$, rows)
$f$;

-- Parcels that show something else though their rows have not changed: a name, a number, the area on a deed.
-- They are locked first. Who moves one of them at the same time is waited for, and its new scope is counted.
CREATE FUNCTION plaeng_private.touch_parcels(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    scopes integer[];
BEGIN
    PERFORM FROM parcel WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    EXECUTE land_query('SELECT tambon, geom FROM parcel WHERE id = ANY ($1)') INTO scopes USING ids;
    PERFORM bump(scopes);
    INSERT INTO change_log (op, collection, uid, version, scope_old, scope_new)
    SELECT 'TOUCH', 'parcels', uid, version, tambon, readers_of(tambon, village_code, withdrawn_at)
    FROM parcel WHERE id = ANY (ids) AND withdrawn_at IS NULL;
END $$;

CREATE FUNCTION plaeng_private.parcel_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    scopes integer[];
    source text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT NULL::bigint AS old_id, n.id, n.uid, n.version, NULL::text AS was,
            readers_of(n.tambon, n.village_code, n.withdrawn_at) AS now FROM new_rows n'
        WHEN 'DELETE' THEN 'SELECT o.id AS old_id, o.id, o.uid, o.version + 1 AS version,
            readers_of(o.tambon, o.village_code, o.withdrawn_at) AS was, NULL::text AS now FROM old_rows o'
        ELSE 'SELECT o.id AS old_id, n.id, n.uid, n.version, readers_of(o.tambon, o.village_code, o.withdrawn_at) AS was,
            readers_of(n.tambon, n.village_code, n.withdrawn_at) AS now FROM new_rows n JOIN old_rows o USING (id)'
    END;
BEGIN
    EXECUTE land_query(CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT tambon, geom FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT tambon, geom FROM old_rows'
        ELSE 'SELECT tambon, geom FROM new_rows UNION ALL SELECT tambon, geom FROM old_rows' END) INTO scopes;
    PERFORM bump(scopes);
    EXECUTE format($q$
        INSERT INTO change_log (op, collection, uid, version, scope_old, scope_new)
        SELECT %L, 'parcels', uid, version, was, now FROM (%s) c WHERE coalesce(was, now) IS NOT NULL ORDER BY id
    $q$, TG_OP, source);
    -- Zones are seen where their parcel is seen.
    EXECUTE format($q$
        INSERT INTO change_log (op, collection, uid, version, scope_old, scope_new)
        SELECT 'TOUCH', 'zones', z.uid, z.version, c.was, c.now FROM (%s) c JOIN zone z ON z.parcel = c.old_id
        WHERE c.was IS DISTINCT FROM c.now ORDER BY z.id
    $q$, source);
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.zone_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    scopes integer[];
    source text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT n.id, n.uid, n.version, NULL::bigint AS was, n.parcel AS now FROM new_rows n'
        WHEN 'DELETE' THEN 'SELECT o.id, o.uid, o.version + 1 AS version, o.parcel AS was, NULL::bigint AS now FROM old_rows o'
        ELSE 'SELECT n.id, n.uid, n.version, o.parcel AS was, n.parcel AS now FROM new_rows n JOIN old_rows o USING (id)'
    END;
BEGIN
    -- A parcel that is moved or withdrawn at the same time is waited for: its readers are the zone's readers.
    EXECUTE format('SELECT FROM parcel WHERE id IN (SELECT unnest(ARRAY[was, now]) FROM (%s) c)
                    ORDER BY id FOR NO KEY UPDATE', source);
    EXECUTE land_query(CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT tambon, geom FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT tambon, geom FROM old_rows'
        ELSE 'SELECT tambon, geom FROM new_rows UNION ALL SELECT tambon, geom FROM old_rows' END) INTO scopes;
    PERFORM bump(scopes);
    EXECUTE format($q$
        INSERT INTO change_log (op, collection, uid, version, scope_old, scope_new)
        SELECT %L, 'zones', c.uid, c.version, readers_of(o.tambon, o.village_code, o.withdrawn_at),
               readers_of(n.tambon, n.village_code, n.withdrawn_at)
        FROM (%s) c LEFT JOIN parcel o ON o.id = c.was LEFT JOIN parcel n ON n.id = c.now ORDER BY c.id
    $q$, TG_OP, source);
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.document_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT DISTINCT parcel FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        ids := ARRAY(SELECT DISTINCT parcel FROM old_rows);
    ELSE
        ids := ARRAY(SELECT p FROM new_rows n JOIN old_rows o USING (id), unnest(ARRAY[n.parcel, o.parcel]) p
                     WHERE (n.parcel, n.area_deed_wah) IS DISTINCT FROM (o.parcel, o.area_deed_wah));
    END IF;
    PERFORM touch_parcels(ids);
    RETURN NULL;
END $$;

-- What a parcel shows of its application. State, year and model are written into the parcel, which counts itself.
CREATE FUNCTION plaeng_private.application_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM applicant WHERE id IN (SELECT applicant_id FROM new_rows) ORDER BY id FOR NO KEY UPDATE;
        RETURN NULL;
    END IF;
    PERFORM FROM applicant WHERE id IN (
        SELECT n.applicant_id FROM new_rows n JOIN old_rows o USING (id) WHERE n.applicant_id <> o.applicant_id
    ) ORDER BY id FOR NO KEY UPDATE;
    PERFORM touch_parcels(ARRAY(
        SELECT p.id FROM parcel p WHERE p.application IN (
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.no, n.state_since, n.applicant_id) IS DISTINCT FROM (o.no, o.state_since, o.applicant_id)
        ) ORDER BY p.id FOR NO KEY UPDATE OF p
    ));
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.applicant_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    papers bigint[] := ARRAY(
        SELECT a.id FROM application a WHERE a.applicant_id IN (
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n.name_th <> o.name_th
        ) ORDER BY a.id FOR NO KEY UPDATE OF a
    );
BEGIN
    PERFORM touch_parcels(ARRAY(
        SELECT id FROM parcel WHERE application = ANY (papers) ORDER BY id FOR NO KEY UPDATE
    ));
    RETURN NULL;
END $$;

-- Names of areas stand in parcels everywhere: another name is a new epoch, which also starts every mirror again.
CREATE FUNCTION plaeng_private.area_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows n JOIN old_rows o USING (id)
               WHERE (n.code, n.name_th, n.name_en, n.parent) IS DISTINCT FROM (o.code, o.name_th, o.name_en, o.parent)) THEN
        PERFORM new_epoch();
    END IF;
    RETURN NULL;
END $$;

-- Tables that have one scope for all of their rows, which is the argument.
CREATE FUNCTION plaeng_private.list_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM bump(ARRAY[TG_ARGV[0]::integer]);
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.all_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM new_epoch();
    RETURN NULL;
END $$;

-- ALWAYS: a replication or restore session counts too. One trigger for each event, since transition tables do not mix.
DO $$
DECLARE
    t text;
    event text;
    tables CONSTANT jsonb := '{"parcel": "parcel_changed", "zone": "zone_changed", "land_document": "document_changed",
                               "application": "application_changed", "applicant": "applicant_changed"}';
    rows CONSTANT jsonb := '{"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows",
                             "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}';
BEGIN
    FOR t, event IN
        SELECT k.key, e.key FROM jsonb_object_keys(tables) k (key), jsonb_object_keys(rows) e (key)
        -- A new applicant stands in no parcel yet; one that stands there cannot be deleted, nor can its application.
        WHERE NOT (k.key = 'applicant' AND e.key <> 'UPDATE') AND NOT (k.key = 'application' AND e.key = 'DELETE')
    LOOP
        EXECUTE format('CREATE TRIGGER y_changed_%s AFTER %s ON %I REFERENCING %s
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.%I()',
                       lower(event), event, t, rows ->> event, tables ->> t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER y_changed_%s', t, lower(event));
    END LOOP;
    FOREACH t IN ARRAY ARRAY['parcel', 'zone', 'land_document', 'application', 'applicant', 'area'] LOOP
        EXECUTE format('CREATE TRIGGER y_changed_truncate AFTER TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.all_changed()', t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER y_changed_truncate', t);
    END LOOP;
    FOR t, event IN
        SELECT name, scope FROM (VALUES ('officer', '10001'), ('area', '10003')) one (name, scope)
        UNION ALL
        SELECT code_list, '10002' FROM unnest(ARRAY[
            'component', 'sector', 'level', 'plot_model', 'ratio', 'soil', 'land_class', 'zone_group', 'zone_type',
            'confers', 'deed_position', 'doc_type', 'applicant_kind', 'capture_method', 'attachment_kind',
            'consent_kind', 'water_source', 'flood_risk', 'state', 'zone_stage', 'case_kind', 'case_state', 'role'
        ]) code_list
    LOOP
        EXECUTE format('CREATE TRIGGER y_list_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.list_changed(%L)', t, event);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER y_list_changed', t);
    END LOOP;
END $$;

CREATE TRIGGER y_renamed AFTER UPDATE ON area REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.area_renamed();
ALTER TABLE area ENABLE ALWAYS TRIGGER y_renamed;

-- Other things that features show and that hardly ever change: who changed a row, and the group of a zone's type.
CREATE TRIGGER y_renamed AFTER UPDATE ON auth_user
FOR EACH ROW WHEN (OLD.username IS DISTINCT FROM NEW.username) EXECUTE FUNCTION plaeng_private.all_changed();
ALTER TABLE auth_user ENABLE ALWAYS TRIGGER y_renamed;
CREATE TRIGGER y_regrouped AFTER UPDATE ON zone_type
FOR EACH ROW WHEN (OLD."group" IS DISTINCT FROM NEW."group") EXECUTE FUNCTION plaeng_private.all_changed();
ALTER TABLE zone_type ENABLE ALWAYS TRIGGER y_regrouped;

-- Remove rows older than so many days, at most `batch` of them, and remember the last transaction among them: who
-- has not come since then has missed something.
-- out: rows removed
CREATE FUNCTION plaeng_private.forget_changes(keep_days integer, batch integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
    WITH gone AS (
        DELETE FROM change_log WHERE id IN (
            SELECT id FROM change_log WHERE at < now() - make_interval(days => keep_days) ORDER BY id LIMIT batch
        ) RETURNING xid
    ), noted AS (
        UPDATE change_epoch SET removed = greatest(removed, (SELECT xid FROM gone ORDER BY xid DESC LIMIT 1))
        WHERE EXISTS (SELECT FROM gone)
    )
    SELECT count(*)::integer FROM gone
$$;

-- For a new deployment and after a restore: a new epoch and an empty log.
CREATE FUNCTION plaeng_private.start_again() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
    DELETE FROM change_log;
    UPDATE change_epoch SET epoch = gen_random_uuid(), removed = '0';
$$;
