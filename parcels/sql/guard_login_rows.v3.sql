-- As guard_login_rows.v2.sql for parcels and v1 for zones; an edit names the version that it makes (edit_views.v1.sql).
CREATE OR REPLACE FUNCTION plaeng_private.guard_login_parcel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    held record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- A paste sends what it copied: identities, and numbers that another row may need.
        NEW.uid := gen_random_uuid();
        NEW.id := nextval(pg_get_serial_sequence('plaeng.parcel', 'id'));
        NEW.withdrawn_at := NULL;
    ELSE
        IF OLD.withdrawn_at IS NOT NULL THEN
            IF NEW.withdrawn_at IS NOT NULL THEN
                PERFORM refuse('withdrawn_is_closed', 'ไม่ได้บันทึก: แปลงนี้ถอนไปแล้ว จึงแก้ไม่ได้',
                    'Nothing was stored: this parcel was withdrawn, and a withdrawn parcel is not changed.',
                    hint => 'ถ้าจะนำแปลงกลับมา ให้ลบวันที่ในช่อง "ถอนแปลงเมื่อ" แล้วบันทึก หรือเรียกคืนจากประวัติของแปลงบนเว็บ');
            END IF;
            IF NOT login_may('parcels', 'delete') THEN
                PERFORM refuse('login_may_withdraw', 'บทบาทของคุณนำแปลงที่ถอนแล้วกลับมาไม่ได้', 'Your role may not bring a withdrawn parcel back.');
            END IF;
        END IF;
        PERFORM must_have_seen(NEW.version, OLD.version);
        PERFORM must_own_columns('parcels', to_jsonb(OLD) - 'geom' - 'shape_text' - 'own_text',
                                 to_jsonb(NEW) - 'geom' - 'shape_text' - 'own_text');
    END IF;
    PERFORM must_hold(NEW.tambon, NEW.village_code);
    PERFORM must_be_code('land_class', NEW.land_class, 'ประเภทที่ดิน');
    PERFORM must_be_code('capture_method', NEW.capture_method, 'วิธีได้รูปแปลง');
    IF NEW.joined_area_m2 < 0 OR NEW.positional_accuracy_m < 0 THEN
        PERFORM refuse('number_not_negative', 'เนื้อที่และความคลาดเคลื่อนต้องไม่ติดลบ', 'An area or accuracy is not negative.');
    END IF;
    IF NEW.application IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.application IS DISTINCT FROM OLD.application) AND NOT EXISTS (
        SELECT FROM application a JOIN applicant p ON p.id = a.applicant_id
        WHERE a.id = NEW.application AND login_may('applications', 'read') AND login_holds(a.tambon, p.village_code)
    ) THEN
        PERFORM refuse('application_in_area', 'ใบสมัครนี้อยู่นอกพื้นที่ของคุณ หรือไม่มี',
            'That application is outside your area, or there is none.');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL THEN
        IF NOT login_may('parcels', 'delete') THEN
            PERFORM refuse('login_may_withdraw', 'บทบาทของคุณถอนแปลงไม่ได้', 'Your role may not withdraw a parcel.');
        END IF;
        SELECT a.no, a.state INTO held FROM application a WHERE a.id = OLD.application;
        IF held.state NOT IN ('DRAFT', 'REJECTED', 'WITHDRAWN') THEN
            PERFORM refuse('withdrawn_is_free', 'ถอนไม่ได้ แปลงนี้อยู่ในใบสมัคร ' || held.no,
                'This parcel belongs to application ' || held.no || ' and cannot be withdrawn.');
        END IF;
        NEW.withdrawn_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION plaeng_private.guard_login_zone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    land record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.uid := gen_random_uuid();
        NEW.id := nextval(pg_get_serial_sequence('plaeng.zone', 'id'));
    ELSE
        PERFORM must_have_seen(NEW.version, OLD.version);
        PERFORM must_own_columns('zones', to_jsonb(OLD) - 'geom', to_jsonb(NEW) - 'geom');
    END IF;
    SELECT tambon, village_code INTO land FROM parcel WHERE id = NEW.parcel AND withdrawn_at IS NULL;
    PERFORM must_hold(coalesce(land.tambon, ''), land.village_code);
    PERFORM must_be_code('zone_type', NEW.zone_type, 'ชนิดโซน');
    PERFORM must_be_code('zone_stage', NEW.stage, 'ขั้นของโซน');
    IF NEW.zone_type IS NULL OR NEW.geom IS NULL THEN
        PERFORM refuse('zone_is_whole', 'โซนต้องมีรูปและชนิดโซน', 'A zone needs a shape and a type.');
    END IF;
    IF NEW.depth_m NOT BETWEEN 0.01 AND 50 OR NEW.side_slope NOT BETWEEN 0 AND 20 THEN
        PERFORM refuse('zone_numbers', 'ความลึกต้องมากกว่า 0 ถึง 50 ม. และความลาดด้านข้าง 0 ถึง 20',
            'A depth is above 0 and up to 50 m, a side slope 0 to 20.');
    END IF;
    RETURN NEW;
END $$;
