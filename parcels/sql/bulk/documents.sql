-- A deed for each parcel in the programme, whose area agrees with the drawn one to 1 % and covers what joins.
INSERT INTO land_document (uid, parcel, doc_type, doc_no, map_sheet, land_no, survey_page, book, page, land_office,
                           area_deed_wah, holder_name)
SELECT format('b01c0004-0000-8000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid, parcel_id, 'NS4', n::text, '',
       (1 + n % 180)::text, '', '', '', 'สำนักงานที่ดิน (ตัวอย่าง)',
       greatest(ceil(area * share / 4), round(area / 4 * (0.99 + (n % 21) / 1000.0), 1)), name
FROM staged_parcel WHERE state IS NOT NULL ORDER BY n
