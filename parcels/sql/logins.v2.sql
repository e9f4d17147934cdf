-- A login that the page of officers gives away: who asked for it is looked at here once more, and every new password leaves
-- a trace. plaeng_app can make a login only by way of a row of officer, whose names a constraint holds to qgis_...; what a
-- login may do, fit_login takes from that row (logins.sql). Nothing here takes a name, a right or a group from its caller.

-- True when this user may hand out or take back that officer's login now: he administrates officers, his office stands, and
-- the other one, who is never himself, works within his area. The role that administrates is that of parcels/rights.py.
CREATE FUNCTION plaeng_private.may_give_login(asker integer, to_whom officer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM officer o JOIN auth_user u ON u.id = o.user_id
        WHERE o.user_id = asker AND o.user_id <> to_whom.user_id AND o.role = 'PROVINCE' AND u.is_active
          AND o.suspended_at IS NULL AND (o.term_ends IS NULL OR o.term_ends >= (now() AT TIME ZONE 'Asia/Bangkok')::date)
          AND starts_with(to_whom.area, o.area)
    )
$$;
REVOKE EXECUTE ON FUNCTION plaeng_private.may_give_login(integer, officer) FROM PUBLIC;

-- A new password of an officer's login, as its verifier. As logins.v1.sql, but it refuses what it passed over.
-- in:  officer_id  whose login has a name already
--      verifier    SCRAM-SHA-256, whole: anything else the server would take for a password and log
-- uses: plaeng.user_id, who asks for it on the web; a command of the operator has none
CREATE OR REPLACE FUNCTION plaeng_private.set_login_password(officer_id bigint, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    holder officer;
BEGIN
    SELECT o.* INTO holder FROM officer o WHERE o.id = officer_id FOR UPDATE;
    IF holder.database_login IS NULL THEN
        RAISE EXCEPTION 'This officer has no database login.';
    ELSIF (verifier !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/]{22,}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$') IS NOT FALSE THEN
        RAISE EXCEPTION 'Only a SCRAM-SHA-256 verifier is stored.';
    ELSIF actor() IS NOT NULL AND NOT may_give_login(actor(), holder) THEN
        PERFORM refuse('login_giver', 'คุณออกบัญชี QGIS ให้ผู้นี้ไม่ได้', 'You may not give this officer a database login.');
    END IF;
    UPDATE officer SET login_set_at = clock_timestamp() WHERE id = officer_id;
    PERFORM fit_login(holder.database_login, verifier);
END $$;
