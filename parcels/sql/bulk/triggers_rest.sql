-- Within this transaction the row triggers rest; what they derive is computed set-wise. History is
-- still written, and changes are still counted.
ALTER TABLE applicant DISABLE TRIGGER USER;
ALTER TABLE applicant ENABLE TRIGGER z_history_insert;
ALTER TABLE application DISABLE TRIGGER USER;
ALTER TABLE application ENABLE TRIGGER z_history_insert;
ALTER TABLE application ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE parcel DISABLE TRIGGER USER;
ALTER TABLE parcel ENABLE TRIGGER z_history_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE land_document DISABLE TRIGGER USER;
ALTER TABLE land_document ENABLE TRIGGER z_history_insert;
ALTER TABLE land_document ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE zone DISABLE TRIGGER USER;
ALTER TABLE zone ENABLE TRIGGER z_history_insert;
ALTER TABLE zone ENABLE ALWAYS TRIGGER y_changed_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_tiles_insert;
ALTER TABLE application ENABLE ALWAYS TRIGGER z_rollup_insert;
ALTER TABLE parcel ENABLE ALWAYS TRIGGER z_rollup_insert;
