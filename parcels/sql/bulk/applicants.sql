-- One applicant for each staged parcel in the programme.
INSERT INTO applicant (id, uid, kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)
SELECT applicant_id, format('b01c0002-0000-8000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, 'PERSON', 'PEOPLE', name, '', '',
       village_code, tambon, false
FROM staged_parcel WHERE state IS NOT NULL ORDER BY n
