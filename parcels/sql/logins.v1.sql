-- Database logins of people: who one is and where one may work, from the map of officers and from nothing that a client
-- can set. session_user does not change with SET ROLE.

-- What each role may do by a database login; filled by policies.v1.sql. columns: those that it may change, NULL for all.
CREATE TABLE plaeng_private.login_right (
    role text NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    columns text[],
    PRIMARY KEY (role, kind, action)
);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.login_right FROM plaeng_app;

-- These are plpgsql, whose plans a session keeps: in SQL each statement would plan them anew, for milliseconds.

-- The office of this session's login at this moment; no row when it has none (any more).
CREATE FUNCTION plaeng_private.login_office() RETURNS SETOF plaeng_private.officer
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT o.* FROM officer o JOIN auth_user u ON u.id = o.user_id
    WHERE o.database_login = session_user AND o.suspended_at IS NULL AND u.is_active
      AND (o.term_ends IS NULL OR o.term_ends >= (now() AT TIME ZONE 'Asia/Bangkok')::date);
END $$;

-- The login's area where its role may do this to that kind; NULL without the right.
CREATE FUNCTION plaeng_private.login_area(in_kind text, in_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT o.area FROM login_office() o JOIN login_right r ON r.role = o.role
            WHERE r.kind = in_kind AND r.action = in_action);
END $$;

CREATE FUNCTION plaeng_private.login_may(kind text, action text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN login_area(kind, action) IS NOT NULL;
END $$;

-- Codes of tambons from low on and below high are within the login's area; NULL, and so none, without the right.
CREATE FUNCTION plaeng_private.login_low(kind text, action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN left(login_area(kind, action), 6);
END $$;
CREATE FUNCTION plaeng_private.login_high(kind text, action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN left(login_area(kind, action), 6) || ':';
END $$;
-- The village when the login's area is one.
CREATE FUNCTION plaeng_private.login_village() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT o.area FROM login_office() o WHERE length(o.area) = 8);
END $$;
-- True when a row of that place lies within the login's area.
CREATE FUNCTION plaeng_private.login_holds(tambon text, village_code text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM login_office() o
                   WHERE starts_with(tambon, left(o.area, 6)) AND (length(o.area) < 8 OR village_code = o.area));
END $$;

-- Cases as their readers may see them (seen_case): those of which one parcel at least lies within the login's area,
-- without what the login may not see of the other. A view, since nobody writes it.
CREATE VIEW plaeng.seen_case WITH (security_barrier) AS
SELECT c.id, c.uid, c.kind, c.state, c.overlap_m2, c.parcel_a_code, c.parcel_b_code, c.opened_at, c.closed_at, c.version,
       c.geom
FROM plaeng_private.seen_case c
CROSS JOIN LATERAL (SELECT a_stands AND plaeng_private.login_holds(a_tambon, a_village) AS a,
                           b_stands AND plaeng_private.login_holds(b_tambon, b_village) AS b OFFSET 0) holds
WHERE (SELECT plaeng_private.login_may('cases', 'read'))
  AND c.seen = CASE WHEN holds.a AND holds.b THEN 'both' WHEN holds.a THEN 'a' WHEN holds.b THEN 'b' END;
REVOKE INSERT, UPDATE, DELETE ON plaeng.seen_case FROM plaeng_app;
GRANT SELECT ON plaeng.seen_case TO plaeng_viewer;

-- A change of an officer is a change of his login. fit_login belongs to who set up the server (logins.sql).
CREATE FUNCTION plaeng_private.fit_login_of_officer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.database_login IS DISTINCT FROM NEW.database_login AND OLD.database_login IS NOT NULL THEN
        PERFORM fit_login(OLD.database_login);
    END IF;
    IF NEW.database_login IS NOT NULL THEN
        PERFORM fit_login(NEW.database_login);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER n_login AFTER INSERT OR UPDATE OF database_login, role, area, suspended_at, term_ends ON officer
FOR EACH ROW EXECUTE FUNCTION plaeng_private.fit_login_of_officer();

-- A new password of an officer's login, as its verifier.
CREATE FUNCTION plaeng_private.set_login_password(officer_id bigint, verifier text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
    SELECT fit_login(o.database_login, verifier) FROM officer o WHERE o.id = officer_id AND o.database_login IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION plaeng_private.set_login_password(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plaeng_private.set_login_password(bigint, text) TO plaeng_app;

-- A generated column is computed with the rights of who writes, and this one asks functions of a schema that no login may
-- use.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', (SELECT oid::regprocedure FROM pg_proc
        WHERE proname = 'parcel_text' AND pronamespace = 'plaeng_private'::regnamespace));
END $$;
