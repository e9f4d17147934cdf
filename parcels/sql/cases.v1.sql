-- Where a case lies, and what each reader may know of it.
CREATE INDEX case_geom ON plaeng."case" USING gist (geom);

-- The land that two parcels share, on the grid of 8 decimals; NULL when it is too detailed to cut out within a request.
CREATE FUNCTION plaeng_private.place_of_case(a bigint, b bigint) RETURNS geometry
LANGUAGE sql STABLE SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
    SELECT nullif(ST_Multi(ST_CollectionExtract(ST_ReducePrecision(shared_part(one.geom, other.geom), 1e-8), 3)),
                  ST_GeomFromText('MULTIPOLYGON EMPTY', 4326))
    FROM parcel one, parcel other WHERE one.id = a AND other.id = b
$$;

-- A case that is closed keeps the place where it was.
CREATE FUNCTION plaeng_private.place_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'OVERLAP' AND NEW.closed_at IS NULL THEN
        NEW.geom := place_of_case(NEW.parcel_a_id, NEW.parcel_b_id);
    ELSIF TG_OP = 'UPDATE' THEN
        NEW.geom := OLD.geom;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER b_place BEFORE INSERT OR UPDATE ON plaeng."case"
FOR EACH ROW EXECUTE FUNCTION plaeng_private.place_case();

-- Two parcels that move together share as many m² as before, elsewhere. At COMMIT, after the overlap (m_overlap).
CREATE FUNCTION plaeng_private.move_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    UPDATE "case" SET geom = NULL
    WHERE (parcel_a_id = NEW.id OR parcel_b_id = NEW.id) AND kind = 'OVERLAP' AND closed_at IS NULL
      AND ST_AsBinary(geom) IS DISTINCT FROM ST_AsBinary(place_of_case(parcel_a_id, parcel_b_id));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER n_move_cases AFTER UPDATE OF geom ON plaeng.parcel
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.move_cases();

-- Cases as one sees them who sees both parcels, or only the one or the other. What he may not see of the other is not
-- there; filters and sorting find nothing of it either. a_*, b_*: where the parcels are, for scopes; no property.
CREATE VIEW plaeng_private.seen_case AS
SELECT c.id, c.uid, c.version, c.created_at, c.updated_at, c.kind, c.state, c.overlap_m2, c.geom, c.opened_at, c.closed_at,
       seen.parcels AS seen,
       CASE WHEN seen.parcels <> 'b' THEN a.uid END AS parcel_a, CASE WHEN seen.parcels <> 'b' THEN a.code END AS parcel_a_code,
       CASE WHEN seen.parcels <> 'a' THEN b.uid END AS parcel_b, CASE WHEN seen.parcels <> 'a' THEN b.code END AS parcel_b_code,
       a.tambon AS a_tambon, a.village_code AS a_village, a.withdrawn_at IS NULL AS a_stands,
       b.tambon AS b_tambon, b.village_code AS b_village, b.withdrawn_at IS NULL AS b_stands
FROM plaeng."case" c
JOIN plaeng.parcel a ON a.id = c.parcel_a_id
JOIN plaeng.parcel b ON b.id = c.parcel_b_id,
     (VALUES ('both'), ('a'), ('b')) seen (parcels);
REVOKE INSERT, UPDATE, DELETE ON plaeng_private.seen_case FROM plaeng_app;

-- Scope 10005 of the change counters: a case changes for its readers when land of others moves.
CREATE TRIGGER y_list_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON plaeng."case"
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.list_changed('10005');
ALTER TABLE plaeng."case" ENABLE ALWAYS TRIGGER y_list_changed;

-- The cases that there are get their places.
UPDATE plaeng."case" SET geom = NULL WHERE closed_at IS NULL;
