-- As guard_login_rows.v1.sql, and a withdrawn parcel is for a login what it is for the API: nobody changes it, and whoever may
-- withdraw parcels brings it back, by which it stands again.
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
        PERFORM must_have_seen(NEW.seen_version, OLD.version);
        PERFORM must_own_columns('parcels', to_jsonb(OLD) - 'geom' - 'shape_text' - 'own_text',
                                 to_jsonb(NEW) - 'geom' - 'shape_text' - 'own_text');
    END IF;
    NEW.seen_version := NULL;
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
