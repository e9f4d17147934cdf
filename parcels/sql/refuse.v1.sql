-- Refuse a write, for people and for programs at once.
-- in:  rule (constraint name, known to parcels/errors.py), Thai sentence, English sentence,
--      detail (numbers and a place {"at": [lon, lat]}, never personal data), hint in Thai
-- The message is Thai first with an English second line, since QGIS shows it as it is.
CREATE FUNCTION plaeng_private.refuse(rule text, th text, en text, detail jsonb DEFAULT '{}', hint text DEFAULT '')
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PL422', CONSTRAINT = rule, MESSAGE = th || E'\n' || en, DETAIL = detail::text, HINT = hint;
END $$;

-- A point as the member "at" of a detail, EPSG:4326, 8 decimals.
CREATE FUNCTION plaeng_private.at(p geometry) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object('at', jsonb_build_array(round(ST_X(p)::numeric, 8), round(ST_Y(p)::numeric, 8)))
$$;
