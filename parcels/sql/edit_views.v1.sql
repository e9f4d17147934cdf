-- The optimistic lock of QGIS: parcel_edit and zone_edit are what it reads and edits, with the key (id, version). QGIS names
-- each row on its screen by that key, so that whatever is on the screen (a map, a table, a form, a corner that is being moved)
-- brings the version that was shown: UPDATE ... WHERE id = 7 AND version = 3 finds nothing once there is a version 4. An edit
-- sets version to the one it makes, by which QGIS goes on knowing the row; seen_version, which nobody writes by hand, is where it reads
-- what to add one to, however often the row is changed before it is saved.

-- No trigger fires and no version moves.
ALTER TABLE plaeng.parcel ALTER COLUMN seen_version TYPE integer USING version;
ALTER TABLE plaeng.zone ALTER COLUMN seen_version TYPE integer USING version;
ALTER TABLE plaeng.parcel ALTER COLUMN seen_version SET DEFAULT 1;
ALTER TABLE plaeng.zone ALTER COLUMN seen_version SET DEFAULT 1;

-- After a_stamp, which writes the version.
CREATE FUNCTION plaeng_private.keep_seen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.seen_version := NEW.version;
    RETURN NEW;
END $$;
CREATE TRIGGER b_seen BEFORE INSERT OR UPDATE ON plaeng.parcel FOR EACH ROW EXECUTE FUNCTION plaeng_private.keep_seen();
CREATE TRIGGER b_seen BEFORE INSERT OR UPDATE ON plaeng.zone FOR EACH ROW EXECUTE FUNCTION plaeng_private.keep_seen();

-- Every column but the generated ones, for which a paste would send NULL. Rights and row security are those of the table and of
-- whoever asks, and its triggers fire as for a statement on the table itself.
CREATE VIEW plaeng.parcel_edit WITH (security_invoker = true) AS
SELECT id, uid, version, created_at, updated_at, code, name, village_code, geom, joined_area_m2, joined_is_estimate,
       area_calc_m2, source_crs, crs_operation, positional_accuracy_m, amphoe, fy, withdrawn_at, application, capture_method,
       created_by_id, land_class, tambon, model, state, updated_by_id, seen_version
FROM plaeng.parcel;
CREATE VIEW plaeng.zone_edit WITH (security_invoker = true) AS
SELECT id, uid, version, created_at, updated_at, geom, area_calc_m2, depth_m, side_slope, note, tambon, created_by_id, parcel,
       stage, updated_by_id, zone_type, seen_version
FROM plaeng.zone;
GRANT SELECT ON plaeng.parcel_edit, plaeng.zone_edit TO plaeng_viewer, plaeng_country;
GRANT INSERT, UPDATE ON plaeng.parcel_edit, plaeng.zone_edit TO plaeng_editor;

DROP FUNCTION plaeng_private.must_have_seen(integer, integer);
CREATE FUNCTION plaeng_private.must_have_seen(made integer, stored integer) RETURNS void
LANGUAGE plpgsql SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF made IS NULL OR made = stored THEN
        -- Whoever saw the version before the last names the last: nothing tells that from naming none.
        PERFORM refuse('edit_says_version', 'ไม่ได้บันทึก: ชั้นข้อมูลนี้เปิดโดยไม่มีสไตล์ของแปลง หรือมีผู้แก้รูปนี้หลังจากที่คุณเปิดดู',
            'Nothing was stored: this layer was opened without the style of Plaeng, or somebody changed this shape after you opened it.',
            hint => 'เปิดโครงการ plaeng ที่เก็บในฐานข้อมูล แล้วแก้ไขในชั้นข้อมูลของโครงการนั้น');
    ELSIF made - 1 <> stored THEN
        PERFORM refuse('edit_is_fresh', format('ไม่ได้บันทึก: มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู (คุณเห็นรุ่น %s ตอนนี้เป็นรุ่น %s)', made - 1, stored),
            format('Nothing was stored: somebody changed this shape after you opened it (you saw version %s, it is %s now).',
                   made - 1, stored),
            hint => 'จดสิ่งที่แก้ไว้ ยกเลิกการแก้ไข โหลดชั้นข้อมูลใหม่ แล้วแก้อีกครั้ง');
    END IF;
END $$;

-- AFTER UPDATE: what is on the screen and not in the table, or not in this login's, would be passed over in silence.
CREATE OR REPLACE FUNCTION plaeng_private.must_find_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM new_rows) THEN
        PERFORM refuse('edit_finds_row', 'ไม่ได้บันทึก: มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู หรือรูปนี้อยู่นอกพื้นที่ของคุณ หรือไม่มีแล้ว',
            'Nothing was stored: somebody changed this shape after you opened it, or it lies outside your area, or is gone.',
            hint => 'จดสิ่งที่แก้ไว้ ยกเลิกการแก้ไข โหลดชั้นข้อมูลใหม่ แล้วแก้อีกครั้ง');
    END IF;
    RETURN NULL;
END $$;

-- Columns that were changed although the role may not, or nobody may by hand. Generated ones are not among them; the version is
-- what must_have_seen asks for.
CREATE OR REPLACE FUNCTION plaeng_private.must_own_columns(kind text, old_row jsonb, new_row jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    derived CONSTANT text[] := '{id,uid,created_at,updated_at,created_by_id,updated_by_id,code,amphoe,state,fy,model,area_calc_m2}'::text[]
        || CASE kind WHEN 'zones' THEN ARRAY['tambon'] ELSE '{}' END;
    mine text[];
    column_name text;
BEGIN
    SELECT columns INTO mine FROM login_right JOIN login_office() USING (role) WHERE login_right.kind = $1 AND action = 'update';
    FOR column_name IN
        SELECT k FROM jsonb_object_keys(new_row) k WHERE k NOT IN ('version', 'seen_version') AND old_row -> k <> new_row -> k
    LOOP
        IF column_name = ANY (derived) THEN
            PERFORM refuse('column_by_hand', 'แก้คอลัมน์ ' || column_name || ' ไม่ได้ ระบบเขียนเอง',
                'The column ' || column_name || ' is written by the platform itself.');
        ELSIF NOT coalesce(column_name = ANY (mine), true) THEN
            PERFORM refuse('column_of_role', 'บทบาทของคุณแก้คอลัมน์ ' || column_name || ' ไม่ได้',
                'Your role may not change the column ' || column_name || '.');
        END IF;
    END LOOP;
END $$;
