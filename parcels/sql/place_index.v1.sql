-- Where land lies and to whom it is shown, answered by one index: docs/decisions/row-security.md.
--
-- A login's map asks for a box, row security for a range of tambon. Both are conditions of this index, so that a box
-- costs what lies in it. An index of the geometry alone would find what others own as well, and EXPLAIN ANALYZE would
-- tell how many rows were then left out: the place of hidden land, box by box. Therefore there is none beside it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist') THEN
        RAISE 'This database lacks the extension btree_gist.'
            USING HINT = 'Let a superuser run parcels/sql/bootstrap.sql and logins.sql in it again (docs/operators.md).';
    END IF;
END $$;
DROP INDEX plaeng.parcel_geom_1dd94af0_id;
DROP INDEX plaeng.zone_geom_c021a002_id;
CREATE INDEX parcel_geom_tambon ON plaeng.parcel USING gist (geom, tambon);
CREATE INDEX zone_geom_tambon ON plaeng.zone USING gist (geom, tambon);
