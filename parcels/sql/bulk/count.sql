-- How many parcels of the bulk set there are already.
-- uses: parcel_uid_key
SELECT count(*) FROM parcel
WHERE uid BETWEEN 'b01c0001-0000-8000-8000-000000000000' AND 'b01c0001-0000-8000-8000-ffffffffffff'
