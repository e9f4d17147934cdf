-- What waits for one person, the oldest first.
-- in:  states (those from which his role moves on), lo, hi (range of tambon codes), village ('' for any),
--      owner (user id, NULL for any), me (user id), checks (states whose next step is not his who entered it),
--      since, id (the place to go on after; the year 1 and 0 for the beginning), limit
-- out: id, uid, no, state, state_since, fy, model, tambon, tambon_th, tambon_en, name_th
-- uses: application_waiting, for each state in its order
SELECT a.id, a.uid, a.no, a.state, a.state_since, a.fy, a.model, a.tambon, o.name_th AS tambon_th, o.name_en AS tambon_en, p.name_th
FROM unnest(%(states)s::text[]) wanted (state),
LATERAL (
    SELECT * FROM application a
    WHERE a.state = wanted.state AND (a.state_since, a.id) > (%(since)s::timestamptz, %(id)s) AND a.tambon >= %(lo)s AND a.tambon < %(hi)s
      AND NOT (a.state = ANY (%(checks)s::text[]) AND a.created_by_id IS NOT DISTINCT FROM %(me)s)
      AND (%(village)s = '' OR EXISTS (SELECT FROM applicant v WHERE v.id = a.applicant_id AND v.village_code = %(village)s))
      AND (%(owner)s::integer IS NULL OR EXISTS (SELECT FROM applicant v WHERE v.id = a.applicant_id AND v.user_id = %(owner)s))
    ORDER BY a.state_since, a.id LIMIT %(limit)s
) a
JOIN applicant p ON p.id = a.applicant_id
LEFT JOIN area o ON o.code = a.tambon
ORDER BY a.state_since, a.id LIMIT %(limit)s
