-- The end of triggers_rest.sql: everything works again. Foreign keys are checked before, since a table with
-- pending checks cannot be altered.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE applicant ENABLE TRIGGER USER;
ALTER TABLE applicant ENABLE ALWAYS TRIGGER y_changed_update;
ALTER TABLE applicant ENABLE ALWAYS TRIGGER y_changed_truncate;
ALTER TABLE application ENABLE TRIGGER USER;
ALTER TABLE application ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE application ENABLE ALWAYS TRIGGER y_changed_update;
ALTER TABLE application ENABLE ALWAYS TRIGGER y_changed_truncate;
ALTER TABLE parcel ENABLE TRIGGER USER;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER y_changed_update;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER y_changed_delete;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER y_changed_truncate;
ALTER TABLE land_document ENABLE TRIGGER USER;
ALTER TABLE land_document ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE land_document ENABLE ALWAYS TRIGGER y_changed_update;
ALTER TABLE land_document ENABLE ALWAYS TRIGGER y_changed_delete;
ALTER TABLE land_document ENABLE ALWAYS TRIGGER y_changed_truncate;
ALTER TABLE zone ENABLE TRIGGER USER;
ALTER TABLE zone ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE zone ENABLE ALWAYS TRIGGER y_changed_update;
ALTER TABLE zone ENABLE ALWAYS TRIGGER y_changed_delete;
ALTER TABLE zone ENABLE ALWAYS TRIGGER y_changed_truncate;
-- Those of the tiles' pyramid stand on ALWAYS (tiles.v1.sql), which ENABLE TRIGGER USER has taken back.
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_tiles_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_tiles_update;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_tiles_delete;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_tiles_truncate;
-- Those of the sums (rollups.v1.sql) likewise.
ALTER TABLE applicant ENABLE ALWAYS TRIGGER z_rollup_update;
ALTER TABLE applicant ENABLE ALWAYS TRIGGER z_rollup_truncate;
ALTER TABLE application ENABLE ALWAYS TRIGGER z_rollup_insert;
ALTER TABLE application ENABLE ALWAYS TRIGGER z_rollup_update;
ALTER TABLE application ENABLE ALWAYS TRIGGER z_rollup_delete;
ALTER TABLE application ENABLE ALWAYS TRIGGER z_rollup_truncate;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_rollup_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_rollup_update;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_rollup_delete;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_rollup_truncate;
