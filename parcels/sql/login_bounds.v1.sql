-- What row security asks for at each statement of a login, each by one statement of its own: functions that call one
-- another set their search path at every call, which was most of what a small window of a map cost.

-- The office of this session's login at this moment. Nobody may read it but the functions of its owner.
CREATE VIEW plaeng_private.login_at_work AS
SELECT o.id, o.role, o.area FROM plaeng_private.officer o JOIN plaeng_private.auth_user u ON u.id = o.user_id
WHERE o.database_login = session_user AND o.suspended_at IS NULL AND u.is_active
  AND (o.term_ends IS NULL OR o.term_ends >= (now() AT TIME ZONE 'Asia/Bangkok')::date);
REVOKE ALL ON plaeng_private.login_at_work FROM plaeng_app;

CREATE OR REPLACE FUNCTION plaeng_private.login_office() RETURNS SETOF plaeng_private.officer
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT o.* FROM officer o JOIN login_at_work USING (id);
END $$;

CREATE OR REPLACE FUNCTION plaeng_private.login_area(in_kind text, in_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT o.area FROM login_at_work o JOIN login_right r ON r.role = o.role
            WHERE r.kind = in_kind AND r.action = in_action);
END $$;

CREATE OR REPLACE FUNCTION plaeng_private.login_low(kind text, action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT left(o.area, 6) FROM login_at_work o JOIN login_right r ON r.role = o.role
            WHERE r.kind = $1 AND r.action = $2);
END $$;
CREATE OR REPLACE FUNCTION plaeng_private.login_high(kind text, action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT left(o.area, 6) || ':' FROM login_at_work o JOIN login_right r ON r.role = o.role
            WHERE r.kind = $1 AND r.action = $2);
END $$;
CREATE OR REPLACE FUNCTION plaeng_private.login_village() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT o.area FROM login_at_work o WHERE length(o.area) = 8);
END $$;
