-- What only a superuser can do, once for a database: extensions, roles, schemas. Run again, it changes nothing.
--
--   psql -d plaeng -v app_password=... -v migrate_password=... -f parcels/sql/bootstrap.sql
--
-- in:  app_password      password of plaeng_app, the login of the web application ('' leaves it as it is)
--      migrate_password  password of plaeng_migrate, the login that runs migrations ('' leaves it as it is)
--      login             optional: a login of yours that may work as either (DATABASE_URL with one name)
-- Roles belong to the whole server, the rest to the database that psql is connected to.
\set ON_ERROR_STOP on
\if :{?login} \else \set login '' \endif
BEGIN;
SET LOCAL client_min_messages = warning;

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Whether two boxes meet tells nothing else and fails for no geometry (docs/decisions/row-security.md). Only so may an
-- index be asked for a box under row security. An update of PostGIS takes it back: run this file again after one.
SELECT format('ALTER FUNCTION %s LEAKPROOF', oprcode::regprocedure)
FROM pg_operator WHERE oprname = '&&' AND oprleft = 'geometry'::regtype AND oprright = 'geometry'::regtype
\gexec

SELECT format('CREATE ROLE %I %s', name, kind)
FROM (VALUES
    ('plaeng_owner', 'NOLOGIN'),
    ('plaeng_migrate', 'LOGIN'),
    ('plaeng_app', 'LOGIN'),
    -- Groups of the database logins of people (logins.sql): who looks, who edits, and who reads the whole country.
    ('plaeng_viewer', 'NOLOGIN'),
    ('plaeng_editor', 'NOLOGIN'),
    ('plaeng_country', 'NOLOGIN')
) AS wanted (name, kind)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- The passwords never reach the server's log: see log_statement in bin/lib/cluster.sh.
SELECT format('ALTER ROLE %I PASSWORD %L', name, password)
FROM (VALUES ('plaeng_app', :'app_password'), ('plaeng_migrate', :'migrate_password')) AS given (name, password)
WHERE password <> ''
\gexec

SELECT format('GRANT %I TO %I', wanted.role, member.rolname)
FROM (VALUES
    ('plaeng_owner', 'plaeng_migrate'),
    ('plaeng_owner', :'login'),
    ('plaeng_app', :'login'),
    ('plaeng_viewer', 'plaeng_editor')
) AS wanted (role, login)
JOIN pg_roles AS member ON member.rolname = wanted.login
JOIN pg_roles AS granted ON granted.rolname = wanted.role
WHERE NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = granted.oid AND m.member = member.oid)
\gexec

-- Row security is for people. The application asks through parcels/permissions.py, and imports by COPY, which row
-- security does not allow.
ALTER ROLE plaeng_app BYPASSRLS;

-- A request that waits longer is given up: a stuck one must not hold the others.
ALTER ROLE plaeng_app SET statement_timeout = '5s';
ALTER ROLE plaeng_app SET lock_timeout = '2s';
ALTER ROLE plaeng_app SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE plaeng_app SET work_mem = '16MB';

CREATE SCHEMA IF NOT EXISTS plaeng AUTHORIZATION plaeng_owner;
CREATE SCHEMA IF NOT EXISTS plaeng_private AUTHORIZATION plaeng_owner;
GRANT USAGE ON SCHEMA plaeng, plaeng_private TO plaeng_app;
-- What the owner makes later, the application may use; the migrations take back what it may not.
ALTER DEFAULT PRIVILEGES FOR ROLE plaeng_owner IN SCHEMA plaeng, plaeng_private
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO plaeng_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plaeng_owner IN SCHEMA plaeng, plaeng_private
    GRANT USAGE, SELECT ON SEQUENCES TO plaeng_app;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SELECT format(command, current_database())
FROM (VALUES
    ('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC'),
    ('GRANT CONNECT, TEMPORARY ON DATABASE %I TO plaeng_owner, plaeng_app, plaeng_migrate')
) AS wanted (command)
\gexec

COMMIT;
