-- The first line of the path of each of those applications, as its trigger would write it.
INSERT INTO state_change (application, to_state, at, reason)
SELECT application_id, a.state, a.state_since, ''
FROM staged_parcel s JOIN application a ON a.id = s.application_id WHERE s.state IS NOT NULL ORDER BY s.n
