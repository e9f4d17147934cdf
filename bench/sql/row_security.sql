-- A database login within one amphoe by row security, with the range of codes that DATABASE.md found the quickest.
-- The policies sleep until bench/row_security.py wakes them.
-- in: psql variables analyst (login), password
SELECT format('CREATE ROLE %I LOGIN', :'analyst') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'analyst') \gexec
ALTER ROLE :"analyst" PASSWORD :'password';
CREATE TABLE IF NOT EXISTS bench.scope (login text PRIMARY KEY, low text NOT NULL, high text NOT NULL);
INSERT INTO bench.scope VALUES (:'analyst', '6701', '6702') ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION bench.low() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT low FROM bench.scope WHERE login = session_user $$;
CREATE OR REPLACE FUNCTION bench.high() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT high FROM bench.scope WHERE login = session_user $$;
DROP POLICY IF EXISTS bench_scope ON plaeng.parcel;
CREATE POLICY bench_scope ON plaeng.parcel FOR SELECT TO :"analyst"
    USING (tambon >= (SELECT bench.low()) AND tambon < (SELECT bench.high()));
DROP POLICY IF EXISTS bench_web ON plaeng.parcel;
CREATE POLICY bench_web ON plaeng.parcel TO plaeng_app USING (true) WITH CHECK (true);
GRANT USAGE ON SCHEMA bench, plaeng, plaeng_private TO :"analyst";
GRANT SELECT ON ALL TABLES IN SCHEMA plaeng TO :"analyst";
GRANT SELECT ON plaeng_private.auth_user, plaeng_private.deed TO :"analyst";
