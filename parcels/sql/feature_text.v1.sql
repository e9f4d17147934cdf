-- Every table keeps its share of a feature ready as JSON text in its own rows (docs/decisions/feature-text.md): to
-- make it anew for each reader was half of what a list cost. Generated columns: they cannot differ from their row,
-- whoever writes it. spatial/text.py says the same in SQL for single properties; a test compares the two.

-- As to_json writes it in a session of UTC, in any session. It has no fixed width: fractions end where they end.
CREATE FUNCTION plaeng_private.time_text(t timestamptz) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    utc text := to_json(t AT TIME ZONE 'UTC');
BEGIN
    IF t >= '0001-01-01 00:00+00' AND t < 'infinity' THEN
        RETURN concat(rtrim(utc, '"'), '+00:00"');
    END IF;
    RETURN coalesce(replace(utc, ' BC"', '+00:00 BC"'), 'null');
END $$;

-- As plaeng.rai, which refuses a negative area: here the table's own constraint has to say so.
CREATE FUNCTION plaeng_private.rai_text(m2 numeric) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    t bigint := round(m2 * 2.5);
BEGIN
    RETURN CASE WHEN t IS NULL THEN 'null' ELSE
        concat('{"rai":', t / 4000, ',"ngan":', t % 4000 / 1000, ',"wah":', t % 1000 / 10, '.', t % 10,
               ',"text":"', t / 4000, '-', t % 4000 / 1000, CASE WHEN t % 1000 < 100 THEN '-0' ELSE '-' END,
               t % 1000 / 10, '.', t % 10, '"}') END;
END $$;

CREATE FUNCTION plaeng_private.parcel_text(
    code text, name text, tambon text, amphoe text, village_code text, land_class text, state text, fy integer,
    model text, joined_area_m2 numeric, joined_is_estimate boolean, area_calc_m2 numeric, capture_method text,
    source_crs text, crs_operation text, positional_accuracy_m numeric, version integer, created_at timestamptz,
    updated_at timestamptz
) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN concat(
        '"code":', to_json(code), ',"name":', to_json(name), ',"tambon":', to_json(tambon),
        ',"amphoe":', to_json(amphoe), ',"village_code":', to_json(village_code),
        ',"land_class":', to_json(land_class), ',"state":', coalesce(to_json(state), 'null'),
        ',"fy":', coalesce(fy::text, 'null'), ',"model":', coalesce(to_json(model), 'null'),
        ',"joined_area_m2":', joined_area_m2, ',"joined_area":', plaeng_private.rai_text(joined_area_m2),
        ',"joined_is_estimate":', joined_is_estimate::text,
        ',"area_calc_m2":', coalesce(area_calc_m2::text, 'null'), ',"area":', plaeng_private.rai_text(area_calc_m2),
        ',"capture_method":', coalesce(to_json(capture_method), 'null'), ',"source_crs":', to_json(source_crs),
        ',"crs_operation":', to_json(crs_operation),
        ',"positional_accuracy_m":', coalesce(positional_accuracy_m::text, 'null'), ',"version":', version,
        ',"created_at":', plaeng_private.time_text(created_at), ',"updated_at":', plaeng_private.time_text(updated_at));
END $$;

CREATE FUNCTION plaeng_private.application_text(uid uuid, no text, state_since timestamptz) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN concat(',"application":"', uid, '","application_no":', to_json(no),
                  ',"state_since":', plaeng_private.time_text(state_since));
END $$;

CREATE FUNCTION plaeng_private.applicant_text(name_th text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN concat(',"applicant_name":', to_json(name_th));
END $$;

CREATE FUNCTION plaeng_private.deed_text(m2 numeric) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN concat(',"area_deed_m2":', m2, ',"area_deed":', plaeng_private.rai_text(m2));
END $$;

-- What a page can hold is neither compressed nor moved out of the row: shapes of up to 180 corners.
ALTER TABLE plaeng.parcel SET (toast_tuple_target = 8160);
ALTER TABLE plaeng.parcel
    ADD shape_text text GENERATED ALWAYS AS (ST_AsGeoJSON(geom, 8, 0)) STORED,
    ADD own_text text GENERATED ALWAYS AS (plaeng_private.parcel_text(
        code, name, tambon, amphoe, village_code, land_class, state, fy, model, joined_area_m2, joined_is_estimate,
        area_calc_m2, capture_method, source_crs, crs_operation, positional_accuracy_m, version, created_at,
        updated_at)) STORED;
ALTER TABLE plaeng.application
    ADD own_text text GENERATED ALWAYS AS (plaeng_private.application_text(uid, no, state_since)) STORED;
ALTER TABLE plaeng.applicant
    ADD own_text text GENERATED ALWAYS AS (plaeng_private.applicant_text(name_th)) STORED;
COMMENT ON COLUMN plaeng.parcel.shape_text IS 'รูปแปลงเป็น GeoJSON (ระบบเขียนเอง)';
COMMENT ON COLUMN plaeng.parcel.own_text IS 'ข้อความ JSON ของแถว (ระบบเขียนเอง)';
COMMENT ON COLUMN plaeng.application.own_text IS 'ข้อความ JSON ของแถว (ระบบเขียนเอง)';
COMMENT ON COLUMN plaeng.applicant.own_text IS 'ข้อความ JSON ของแถว (ระบบเขียนเอง)';

-- The area on all papers of a parcel. Not a column of the parcel: a new paper is no new version of the land.
CREATE TABLE plaeng_private.deed (
    parcel bigint PRIMARY KEY,
    m2 numeric NOT NULL,
    own_text text GENERATED ALWAYS AS (plaeng_private.deed_text(m2)) STORED
);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.deed FROM plaeng_app;

CREATE FUNCTION plaeng_private.sum_deeds(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, pg_temp AS $$
BEGIN
    DELETE FROM deed WHERE parcel = ANY (ids) AND NOT EXISTS (SELECT FROM land_document d WHERE d.parcel = deed.parcel);
    INSERT INTO deed (parcel, m2)
    SELECT parcel, sum(area_deed_wah) * 4 FROM land_document WHERE parcel = ANY (ids) GROUP BY parcel
    ON CONFLICT (parcel) DO UPDATE SET m2 = excluded.m2;
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.sum_deeds(bigint[]) FROM PUBLIC;

-- As changes.v1.sql. The parcels are locked by then: who adds another paper waits, and counts both.
CREATE OR REPLACE FUNCTION plaeng_private.document_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT DISTINCT parcel FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        ids := ARRAY(SELECT DISTINCT parcel FROM old_rows);
    ELSE
        ids := ARRAY(SELECT p FROM new_rows n JOIN old_rows o USING (id), unnest(ARRAY[n.parcel, o.parcel]) p
                     WHERE (n.parcel, n.area_deed_wah) IS DISTINCT FROM (o.parcel, o.area_deed_wah));
    END IF;
    PERFORM touch_parcels(ids);
    PERFORM sum_deeds(ids);
    RETURN NULL;
END $$;

CREATE FUNCTION plaeng_private.forget_deeds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    DELETE FROM deed;
    RETURN NULL;
END $$;
CREATE TRIGGER y_deeds_truncate AFTER TRUNCATE ON plaeng.land_document
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.forget_deeds();
ALTER TABLE plaeng.land_document ENABLE ALWAYS TRIGGER y_deeds_truncate;

INSERT INTO plaeng_private.deed (parcel, m2)
SELECT parcel, sum(area_deed_wah) * 4 FROM plaeng.land_document GROUP BY parcel;
