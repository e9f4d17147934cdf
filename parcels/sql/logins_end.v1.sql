-- The end of an office reaches open sessions of its login: row security asks for nothing where somebody sees the whole country
-- (policies.v1.sql), so that such a session would go on reading.

-- An account that is closed or opened again.
CREATE FUNCTION plaeng_private.fit_login_of_user() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    login text;
BEGIN
    FOR login IN SELECT database_login FROM officer WHERE user_id = NEW.id AND database_login IS NOT NULL FOR UPDATE LOOP
        PERFORM fit_login(login);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER n_login AFTER UPDATE OF is_active ON plaeng_private.auth_user
FOR EACH ROW WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION plaeng_private.fit_login_of_user();

-- Close the logins whose office has ended, for a term ends at midnight without anybody's hand. The worker asks every half
-- minute; any number of workers may. Returns how many were closed.
CREATE FUNCTION plaeng_private.close_ended_logins() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    login text;
    closed integer := 0;
BEGIN
    FOR login IN
        SELECT o.database_login FROM officer o JOIN auth_user u ON u.id = o.user_id
        WHERE o.database_login IS NOT NULL
          AND (o.suspended_at IS NOT NULL OR NOT u.is_active OR o.term_ends < (now() AT TIME ZONE 'Asia/Bangkok')::date)
          AND (EXISTS (SELECT FROM pg_roles WHERE rolname = o.database_login AND rolcanlogin)
               OR EXISTS (SELECT FROM pg_stat_activity WHERE usename = o.database_login))
        ORDER BY o.id FOR UPDATE OF o SKIP LOCKED
    LOOP
        BEGIN
            PERFORM fit_login(login);
            closed := closed + 1;
        EXCEPTION WHEN SQLSTATE 'PL422' THEN
            -- A role that was made by hand is not touched; it keeps no other one open.
            RAISE WARNING '%', SQLERRM;
        END;
    END LOOP;
    RETURN closed;
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.close_ended_logins() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plaeng_private.close_ended_logins() TO plaeng_app;
