-- Tables are born in plaeng_private, where no analyst's login may look; the published ones are moved out.
ALTER TABLE component SET SCHEMA plaeng; ALTER TABLE sector SET SCHEMA plaeng; ALTER TABLE level SET SCHEMA plaeng;
ALTER TABLE plot_model SET SCHEMA plaeng; ALTER TABLE ratio SET SCHEMA plaeng; ALTER TABLE soil SET SCHEMA plaeng;
ALTER TABLE land_class SET SCHEMA plaeng; ALTER TABLE zone_group SET SCHEMA plaeng;
ALTER TABLE zone_type SET SCHEMA plaeng; ALTER TABLE confers SET SCHEMA plaeng;
ALTER TABLE deed_position SET SCHEMA plaeng; ALTER TABLE doc_type SET SCHEMA plaeng;
ALTER TABLE applicant_kind SET SCHEMA plaeng; ALTER TABLE capture_method SET SCHEMA plaeng;
ALTER TABLE attachment_kind SET SCHEMA plaeng; ALTER TABLE consent_kind SET SCHEMA plaeng;
ALTER TABLE water_source SET SCHEMA plaeng; ALTER TABLE flood_risk SET SCHEMA plaeng;
ALTER TABLE state SET SCHEMA plaeng; ALTER TABLE zone_stage SET SCHEMA plaeng;
ALTER TABLE case_kind SET SCHEMA plaeng; ALTER TABLE case_state SET SCHEMA plaeng;
ALTER TABLE role SET SCHEMA plaeng;
ALTER TABLE applicant SET SCHEMA plaeng; ALTER TABLE application SET SCHEMA plaeng;
ALTER TABLE parcel SET SCHEMA plaeng; ALTER TABLE zone SET SCHEMA plaeng;
ALTER TABLE land_document SET SCHEMA plaeng; ALTER TABLE "case" SET SCHEMA plaeng;

-- Lists and scopes go by area code, in byte order: a range on it stays an index condition.
CREATE INDEX parcel_tambon_id ON parcel (tambon COLLATE "C", id);
CREATE INDEX zone_tambon_id ON zone (tambon COLLATE "C", id);
CREATE INDEX parcel_state_id ON parcel (state, id) WHERE withdrawn_at IS NULL;

-- Nothing of these is ever deleted; history is written by its trigger alone.
REVOKE DELETE, TRUNCATE ON parcel, applicant, application, "case" FROM plaeng_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON plaeng_private.history FROM plaeng_app;
