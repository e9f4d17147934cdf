-- Database logins of people, made and changed by this function alone, for it takes a superuser's rights: the second part
-- of bootstrap.sql. Run again, it changes nothing.
--
--   psql -d plaeng -f parcels/sql/logins.sql
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

-- Let a login be as its officer (plaeng_private.officer.database_login) is: may it connect, until when, what groups it
-- is in. A login without an officer, or of one who is suspended, whose account is closed, whose term has ended or whose role
-- opens no table, may not connect, and its open sessions end.
-- in:  login     begins with qgis_, so that it is never one of the platform's own
--      verifier  of a new password (SCRAM-SHA-256; the password itself never comes here), NULL leaves it as it is
CREATE OR REPLACE FUNCTION plaeng_private.fit_login(login text, verifier text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer record;
    groups text[] := '{}';
    wanted text;
BEGIN
    IF login !~ '^qgis_[a-z0-9_]{1,50}$' THEN
        RAISE EXCEPTION 'A database login of a person is called qgis_ and then a-z, 0-9 or _.';
    END IF;
    SELECT o.area, o.term_ends,
           EXISTS (SELECT FROM plaeng_private.login_right r WHERE r.role = o.role AND r.action = 'read') AS reads,
           EXISTS (SELECT FROM plaeng_private.login_right r WHERE r.role = o.role AND r.action IN ('create', 'update')) AS writes
    INTO officer FROM plaeng_private.officer o JOIN plaeng_private.auth_user u ON u.id = o.user_id
    WHERE o.database_login = login AND o.suspended_at IS NULL AND u.is_active
      AND (o.term_ends IS NULL OR o.term_ends >= (now() AT TIME ZONE 'Asia/Bangkok')::date);
    IF officer.reads THEN
        groups := ARRAY['plaeng_viewer'] || CASE WHEN officer.writes THEN ARRAY['plaeng_editor'] ELSE '{}' END
            || CASE WHEN officer.area = '' THEN ARRAY['plaeng_country'] ELSE '{}' END;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        IF NOT coalesce(officer.reads, false) THEN
            RETURN;
        END IF;
        EXECUTE format('CREATE ROLE %I NOLOGIN', login);
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = login
                  AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication))
       OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = login::regrole
                  AND m.roleid::regrole::text NOT IN ('plaeng_viewer', 'plaeng_editor', 'plaeng_country')) THEN
        RAISE EXCEPTION USING ERRCODE = 'PL422', CONSTRAINT = 'login_made_here',
            MESSAGE = format(E'มีบทบาท %1$s ที่ตั้งด้วยมือและมีสิทธิเกินบุคคล\nThe role %1$s was not made here: it has rights that no person gets.', login);
    END IF;
    EXECUTE format('ALTER ROLE %I %s INHERIT CONNECTION LIMIT 5 VALID UNTIL %L', login,
        CASE WHEN officer.reads THEN 'LOGIN' ELSE 'NOLOGIN' END,
        coalesce((officer.term_ends + 1)::timestamp AT TIME ZONE 'Asia/Bangkok', 'infinity'));
    IF verifier IS NOT NULL THEN
        IF verifier !~ '^SCRAM-SHA-256\$' THEN
            RAISE EXCEPTION 'Only a SCRAM-SHA-256 verifier is stored.';
        END IF;
        EXECUTE format('ALTER ROLE %I PASSWORD %L', login, verifier);
    END IF;
    -- A map that takes longer is too wide; a lock that takes longer belongs to somebody who is at work.
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', login, '30s');
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', login, '5s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', login, '60s');
    EXECUTE format('ALTER ROLE %I SET search_path = plaeng, public', login);
    FOREACH wanted IN ARRAY ARRAY['plaeng_viewer', 'plaeng_editor', 'plaeng_country'] LOOP
        IF (wanted = ANY (groups)) <> EXISTS (
            SELECT FROM pg_auth_members m WHERE m.roleid = wanted::regrole AND m.member = login::regrole
        ) THEN
            EXECUTE format(CASE WHEN wanted = ANY (groups) THEN 'GRANT %I TO %I' ELSE 'REVOKE %I FROM %I' END, wanted, login);
        END IF;
    END LOOP;
    IF NOT coalesce(officer.reads, false) THEN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = login;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.fit_login(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plaeng_private.fit_login(text, text) TO plaeng_owner;

-- What everybody may call from the start and no analyst needs: locks that the platform's writers wait for, large objects
-- that fill the disk, and the extent and density of rows that row security hides.
SELECT format(command, f.oid::regprocedure)
FROM pg_proc f, (VALUES
    ('GRANT EXECUTE ON FUNCTION %s TO plaeng_owner, plaeng_migrate, plaeng_app'),
    ('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC')
) AS wanted (command)
WHERE f.pronamespace = 'pg_catalog'::regnamespace
      AND (f.proname ~ '^pg_(try_)?advisory_' OR f.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea'))
   OR f.pronamespace = 'public'::regnamespace
      AND f.proname IN ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity', '_postgis_join_selectivity')
ORDER BY f.oid, command
\gexec

GRANT CONNECT ON DATABASE :"DBNAME" TO plaeng_viewer;
GRANT USAGE ON SCHEMA plaeng TO plaeng_viewer;
COMMIT;
