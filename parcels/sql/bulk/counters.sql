-- Moves the running numbers of parcels on by what the chunk used.
INSERT INTO parcel_counter AS c (tambon, last)
SELECT tambon, count(*) FROM staged_parcel GROUP BY tambon
ON CONFLICT (tambon) DO UPDATE SET last = c.last + excluded.last
