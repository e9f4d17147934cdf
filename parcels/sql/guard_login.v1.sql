-- What holds on top of the table's own rules where a person's database login writes parcels and zones. These triggers come
-- first of all and only for statements that a login sends itself: what triggers write in turn has been judged by then.

-- BEFORE a statement: rules that wait for COMMIT are judged at once, for at COMMIT QGIS shows no word of ours.
CREATE FUNCTION plaeng_private.judge_at_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM login_office()) THEN
        PERFORM refuse('login_has_office', 'บัญชีฐานข้อมูลนี้ไม่มีสิทธิแล้ว', 'This database login has no rights any more.',
            hint => 'ติดต่อผู้ดูแลของจังหวัด');
    END IF;
    IF NOT login_may(TG_ARGV[0], CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'update' END) THEN
        PERFORM refuse('login_may', CASE TG_OP WHEN 'INSERT' THEN 'บทบาทของคุณเพิ่มรูปใหม่ในชั้นข้อมูลนี้ไม่ได้'
            ELSE 'บทบาทของคุณแก้ไขชั้นข้อมูลนี้ไม่ได้' END, 'Your role may not do this.');
    END IF;
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN NULL;
END $$;

-- AFTER UPDATE: row security passes over rows of others in silence, and QGIS would report success.
CREATE FUNCTION plaeng_private.must_find_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM new_rows) THEN
        PERFORM refuse('edit_finds_row', 'ไม่ได้บันทึก: รูปนี้อยู่นอกพื้นที่ของคุณ หรือไม่มีแล้ว',
            'Nothing was stored: this shape lies outside your area, or is gone.', hint => 'โหลดชั้นข้อมูลใหม่');
    END IF;
    RETURN NULL;
END $$;

-- The optimistic lock. The stored style of the layer sends the version that QGIS has seen with each edit.
CREATE FUNCTION plaeng_private.must_have_seen(seen integer, stored integer) RETURNS void
LANGUAGE plpgsql SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF seen IS NULL THEN
        PERFORM refuse('edit_says_version', 'ไม่ได้บันทึก: ชั้นข้อมูลนี้เปิดโดยไม่มีสไตล์ของแปลง',
            'Nothing was stored: this layer was opened without the style of Plaeng.',
            hint => 'เปิดโครงการ plaeng ที่เก็บในฐานข้อมูล แล้วแก้ไขในชั้นข้อมูลของโครงการนั้น');
    ELSIF seen <> stored THEN
        PERFORM refuse('edit_is_fresh', format('ไม่ได้บันทึก: มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู (คุณเห็นรุ่น %s ตอนนี้เป็นรุ่น %s)', seen, stored),
            format('Nothing was stored: somebody changed this shape after you opened it (you saw version %s, it is %s now).',
                   seen, stored),
            hint => 'จดสิ่งที่แก้ไว้ ยกเลิกการแก้ไข โหลดชั้นข้อมูลใหม่ แล้วแก้อีกครั้ง');
    END IF;
END $$;

-- Columns that were changed although the role may not, or nobody may by hand. Generated ones are not among them.
CREATE FUNCTION plaeng_private.must_own_columns(kind text, old_row jsonb, new_row jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    derived CONSTANT text[] := '{id,uid,version,created_at,updated_at,created_by_id,updated_by_id,code,amphoe,state,fy,model,area_calc_m2}'::text[]
        || CASE kind WHEN 'zones' THEN ARRAY['tambon'] ELSE '{}' END;
    mine text[];
    column_name text;
BEGIN
    SELECT columns INTO mine FROM login_right JOIN login_office() USING (role) WHERE login_right.kind = $1 AND action = 'update';
    FOR column_name IN SELECT k FROM jsonb_object_keys(new_row) k WHERE k <> 'seen_version' AND old_row -> k <> new_row -> k LOOP
        IF column_name = ANY (derived) THEN
            PERFORM refuse('column_by_hand', 'แก้คอลัมน์ ' || column_name || ' ไม่ได้ ระบบเขียนเอง',
                'The column ' || column_name || ' is written by the platform itself.');
        ELSIF NOT coalesce(column_name = ANY (mine), true) THEN
            PERFORM refuse('column_of_role', 'บทบาทของคุณแก้คอลัมน์ ' || column_name || ' ไม่ได้',
                'Your role may not change the column ' || column_name || '.');
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION plaeng_private.must_hold(tambon text, village_code text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
BEGIN
    IF NOT login_holds(tambon, coalesce(village_code, '')) THEN
        PERFORM refuse('edit_in_area', 'ไม่ได้บันทึก: ตำบลหรือหมู่บ้านนี้อยู่นอกพื้นที่ของคุณ',
            'Nothing was stored: that tambon or village is not yours to work in.');
    END IF;
END $$;

-- in: table and column of a code list. A foreign key would say it in English.
CREATE FUNCTION plaeng_private.must_be_code(list text, code text, label text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = plaeng_private, pg_catalog, pg_temp AS $$
DECLARE
    is_known boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM plaeng.%I WHERE code = $1)', list) INTO is_known USING code;
    IF code IS NOT NULL AND NOT is_known THEN
        PERFORM refuse('code_is_known', format('ไม่มีรหัส "%s" ในรายการ%s', code, label),
            format('There is no code "%s" in the list %s.', code, list), hint => 'เลือกค่าจากรายการในแบบฟอร์ม');
    END IF;
END $$;
