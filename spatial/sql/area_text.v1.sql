-- What a feature shows of the area that it lies in, ready as JSON text: the names of a row and of the one above it.
-- The database writes the column, whoever changes a name; no reader looks up two rows for it.
CREATE FUNCTION plaeng.names_text(th text, en text, above_th text, above_en text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN concat(',"tambon_th":', to_json(th), ',"tambon_en":', to_json(en),
                  ',"amphoe_th":', coalesce(to_json(above_th), 'null'), ',"amphoe_en":', coalesce(to_json(above_en), 'null'));
END $$;

CREATE FUNCTION plaeng.keep_names_text() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng, pg_temp AS $$
DECLARE
    above record;
BEGIN
    SELECT name_th, name_en INTO above FROM area WHERE code = NEW.parent;
    NEW.names_text := names_text(NEW.name_th, NEW.name_en, above.name_th, above.name_en);
    RETURN NEW;
END $$;

-- A row's names stand in the rows below it. Who renames one of these at the same time is waited for, or waits.
CREATE FUNCTION plaeng.rename_below() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM area WHERE parent = NEW.code
               AND names_text <> names_text(name_th, name_en, NEW.name_th, NEW.name_en)) THEN
        UPDATE area SET names_text = NULL WHERE parent = NEW.code;
    END IF;
    RETURN NULL;
END $$;

ALTER TABLE plaeng.area ADD names_text text;
CREATE TRIGGER c_names_text BEFORE INSERT OR UPDATE ON plaeng.area
FOR EACH ROW EXECUTE FUNCTION plaeng.keep_names_text();
CREATE TRIGGER n_rename_below AFTER INSERT OR UPDATE OF name_th, name_en ON plaeng.area
FOR EACH ROW EXECUTE FUNCTION plaeng.rename_below();
-- Whoever writes: also a session that lets ordinary triggers rest (replica).
ALTER TABLE plaeng.area ENABLE ALWAYS TRIGGER c_names_text;
ALTER TABLE plaeng.area ENABLE ALWAYS TRIGGER n_rename_below;

-- A province at a time: the trigger that looks for new names compares each row of a statement with each.
DO $$
DECLARE
    province text;
BEGIN
    FOR province IN SELECT DISTINCT left(code, 2) FROM plaeng.area LOOP
        UPDATE plaeng.area SET names_text = NULL WHERE left(code, 2) = province;
    END LOOP;
END $$;
ALTER TABLE plaeng.area ALTER names_text SET NOT NULL;
COMMENT ON COLUMN plaeng.area.names_text IS 'ข้อความ JSON ของชื่อ (ระบบเขียนเอง)';
