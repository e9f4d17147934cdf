-- Who is told when a dispute opens, whoever drew or typed what opened it.

-- AFTER INSERT OR UPDATE on "case": one line for each who has to do with an application of the two parcels
-- (parcels/notices.py: involved), but for who did it.
CREATE FUNCTION plaeng_private.tell_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    INSERT INTO notice (user_id, kind, application, about)
    SELECT DISTINCT who.user_id, 'DISPUTED', a.id, jsonb_build_object('no', a.no, 'state', NEW.state)
    FROM parcel p
    JOIN application a ON a.id = p.application
    JOIN applicant ap ON ap.id = a.applicant_id
    LEFT JOIN officer o ON o.id = a.assigned_officer_id
    CROSS JOIN LATERAL (VALUES (a.created_by_id), (o.user_id), (ap.user_id)) who (user_id)
    WHERE p.id IN (NEW.parcel_a_id, NEW.parcel_b_id) AND who.user_id IS NOT NULL AND who.user_id IS DISTINCT FROM actor();
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.tell_of_case() FROM PUBLIC;
CREATE TRIGGER o_tell_insert AFTER INSERT ON "case"
FOR EACH ROW WHEN (NEW.closed_at IS NULL AND NEW.state = 'OPEN') EXECUTE FUNCTION plaeng_private.tell_of_case();
-- One that was settled and wakes is told anew.
CREATE TRIGGER o_tell_update AFTER UPDATE ON "case"
FOR EACH ROW WHEN (
    NEW.closed_at IS NULL AND NEW.state = 'OPEN' AND (OLD.closed_at IS NOT NULL OR OLD.state <> 'OPEN')
) EXECUTE FUNCTION plaeng_private.tell_of_case();
