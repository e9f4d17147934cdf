-- The applications of those applicants. Running numbers begin above all that people write, so that the counter which
-- gives theirs (application_counter) need not know of them.
INSERT INTO application (id, uid, no, fy, applicant_id, tambon, model, level, state, state_since, remark)
SELECT application_id, format('b01c0003-0000-8000-8000-%s', lpad(to_hex(n), 12, '0'))::uuid,
       fy || '-' || left(tambon, 4) || '-' || (1000000 + n), fy, applicant_id, tambon, model, 'HOUSEHOLD', state,
       make_timestamptz(fy - 543, 1 + (n % 9)::int, 1 + (n % 28)::int, 9, 0, 0), ''
FROM staged_parcel WHERE state IS NOT NULL ORDER BY n
