-- Written by parcels/policies.py from the table of rights; a test compares. Row security holds for database logins of
-- people: the tables' owner is not forced, so that triggers see all land, and the application asks through its own rights.
TRUNCATE plaeng_private.login_right;
INSERT INTO plaeng_private.login_right (role, kind, action, columns) VALUES
    ('PROVINCE', 'parcels', 'read', NULL),
    ('PROVINCE', 'parcels', 'create', NULL),
    ('PROVINCE', 'parcels', 'update', NULL),
    ('PROVINCE', 'parcels', 'delete', NULL),
    ('PROVINCE', 'zones', 'read', NULL),
    ('PROVINCE', 'zones', 'create', NULL),
    ('PROVINCE', 'zones', 'update', NULL),
    ('PROVINCE', 'zones', 'delete', NULL),
    ('PROVINCE', 'areas', 'read', NULL),
    ('PROVINCE', 'cases', 'read', NULL),
    ('PROVINCE', 'applications', 'read', NULL),
    ('PROVINCE', 'applications', 'create', NULL),
    ('PROVINCE', 'applications', 'update', NULL),
    ('AMPHOE_HEAD', 'parcels', 'read', NULL),
    ('AMPHOE_HEAD', 'parcels', 'create', NULL),
    ('AMPHOE_HEAD', 'parcels', 'update', NULL),
    ('AMPHOE_HEAD', 'parcels', 'delete', NULL),
    ('AMPHOE_HEAD', 'zones', 'read', NULL),
    ('AMPHOE_HEAD', 'zones', 'create', NULL),
    ('AMPHOE_HEAD', 'zones', 'update', NULL),
    ('AMPHOE_HEAD', 'zones', 'delete', NULL),
    ('AMPHOE_HEAD', 'areas', 'read', NULL),
    ('AMPHOE_HEAD', 'cases', 'read', NULL),
    ('AMPHOE_HEAD', 'applications', 'read', NULL),
    ('AMPHOE_HEAD', 'applications', 'create', NULL),
    ('AMPHOE_HEAD', 'applications', 'update', NULL),
    ('AMPHOE_OFFICER', 'parcels', 'read', NULL),
    ('AMPHOE_OFFICER', 'parcels', 'create', NULL),
    ('AMPHOE_OFFICER', 'parcels', 'update', NULL),
    ('AMPHOE_OFFICER', 'parcels', 'delete', NULL),
    ('AMPHOE_OFFICER', 'zones', 'read', NULL),
    ('AMPHOE_OFFICER', 'zones', 'create', NULL),
    ('AMPHOE_OFFICER', 'zones', 'update', NULL),
    ('AMPHOE_OFFICER', 'zones', 'delete', NULL),
    ('AMPHOE_OFFICER', 'areas', 'read', NULL),
    ('AMPHOE_OFFICER', 'cases', 'read', NULL),
    ('AMPHOE_OFFICER', 'applications', 'read', NULL),
    ('AMPHOE_OFFICER', 'applications', 'create', NULL),
    ('AMPHOE_OFFICER', 'applications', 'update', NULL),
    ('VOLUNTEER', 'parcels', 'read', NULL),
    ('VOLUNTEER', 'parcels', 'create', NULL),
    ('VOLUNTEER', 'parcels', 'update', NULL),
    ('VOLUNTEER', 'zones', 'read', NULL),
    ('VOLUNTEER', 'zones', 'create', NULL),
    ('VOLUNTEER', 'zones', 'update', NULL),
    ('VOLUNTEER', 'zones', 'delete', NULL),
    ('VOLUNTEER', 'areas', 'read', NULL),
    ('VOLUNTEER', 'cases', 'read', NULL),
    ('VOLUNTEER', 'applications', 'read', NULL),
    ('VOLUNTEER', 'applications', 'create', NULL),
    ('VOLUNTEER', 'applications', 'update', NULL),
    ('ANALYST', 'parcels', 'read', '{geom}'),
    ('ANALYST', 'parcels', 'update', '{geom}'),
    ('ANALYST', 'zones', 'read', '{geom}'),
    ('ANALYST', 'zones', 'update', '{geom}'),
    ('ANALYST', 'areas', 'read', '{geom}'),
    ('ANALYST', 'cases', 'read', '{geom}'),
    ('DEPARTMENT', 'parcels', 'read', NULL),
    ('DEPARTMENT', 'zones', 'read', NULL),
    ('DEPARTMENT', 'areas', 'read', NULL),
    ('DEPARTMENT', 'cases', 'read', NULL),
    ('VIEWER', 'parcels', 'read', NULL),
    ('VIEWER', 'zones', 'read', NULL),
    ('VIEWER', 'areas', 'read', NULL),
    ('VIEWER', 'cases', 'read', NULL);
GRANT SELECT ON plaeng.area, plaeng.capture_method, plaeng.case_kind, plaeng.case_state, plaeng.component, plaeng.land_class, plaeng.level, plaeng.plot_model, plaeng.ratio, plaeng.sector, plaeng.soil, plaeng.state, plaeng.zone_group, plaeng.zone_stage, plaeng.zone_type TO plaeng_viewer;
GRANT SELECT ON plaeng.parcel TO plaeng_viewer, plaeng_country;
GRANT INSERT, UPDATE ON plaeng.parcel TO plaeng_editor;
ALTER TABLE plaeng.parcel ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS login_reads_all ON plaeng.parcel;
CREATE POLICY login_reads_all ON plaeng.parcel FOR SELECT TO plaeng_country
    USING (true);
DROP POLICY IF EXISTS login_reads ON plaeng.parcel;
CREATE POLICY login_reads ON plaeng.parcel FOR SELECT TO plaeng_viewer
    USING (tambon >= (SELECT plaeng_private.login_low('parcels', 'read')) AND tambon < (SELECT plaeng_private.login_high('parcels', 'read'))
        AND ((SELECT plaeng_private.login_village()) IS NULL OR village_code = (SELECT plaeng_private.login_village()))
        AND (withdrawn_at IS NULL OR (SELECT plaeng_private.login_may('parcels', 'update'))));
DROP POLICY IF EXISTS login_creates ON plaeng.parcel;
CREATE POLICY login_creates ON plaeng.parcel FOR INSERT TO plaeng_editor
    WITH CHECK (tambon >= (SELECT plaeng_private.login_low('parcels', 'create')) AND tambon < (SELECT plaeng_private.login_high('parcels', 'create'))
        AND ((SELECT plaeng_private.login_village()) IS NULL OR village_code = (SELECT plaeng_private.login_village())));
DROP POLICY IF EXISTS login_updates ON plaeng.parcel;
CREATE POLICY login_updates ON plaeng.parcel FOR UPDATE TO plaeng_editor
    USING (tambon >= (SELECT plaeng_private.login_low('parcels', 'update')) AND tambon < (SELECT plaeng_private.login_high('parcels', 'update'))
        AND ((SELECT plaeng_private.login_village()) IS NULL OR village_code = (SELECT plaeng_private.login_village())))
    WITH CHECK (tambon >= (SELECT plaeng_private.login_low('parcels', 'update')) AND tambon < (SELECT plaeng_private.login_high('parcels', 'update'))
        AND ((SELECT plaeng_private.login_village()) IS NULL OR village_code = (SELECT plaeng_private.login_village())));
GRANT SELECT ON plaeng.zone TO plaeng_viewer, plaeng_country;
GRANT INSERT, UPDATE ON plaeng.zone TO plaeng_editor;
ALTER TABLE plaeng.zone ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS login_reads_all ON plaeng.zone;
CREATE POLICY login_reads_all ON plaeng.zone FOR SELECT TO plaeng_country
    USING (true);
DROP POLICY IF EXISTS login_reads ON plaeng.zone;
CREATE POLICY login_reads ON plaeng.zone FOR SELECT TO plaeng_viewer
    USING (tambon >= (SELECT plaeng_private.login_low('zones', 'read')) AND tambon < (SELECT plaeng_private.login_high('zones', 'read'))
        AND EXISTS (SELECT FROM plaeng.parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL));
DROP POLICY IF EXISTS login_creates ON plaeng.zone;
CREATE POLICY login_creates ON plaeng.zone FOR INSERT TO plaeng_editor
    WITH CHECK (tambon >= (SELECT plaeng_private.login_low('zones', 'create')) AND tambon < (SELECT plaeng_private.login_high('zones', 'create'))
        AND EXISTS (SELECT FROM plaeng.parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL));
DROP POLICY IF EXISTS login_updates ON plaeng.zone;
CREATE POLICY login_updates ON plaeng.zone FOR UPDATE TO plaeng_editor
    USING (tambon >= (SELECT plaeng_private.login_low('zones', 'update')) AND tambon < (SELECT plaeng_private.login_high('zones', 'update'))
        AND EXISTS (SELECT FROM plaeng.parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL))
    WITH CHECK (tambon >= (SELECT plaeng_private.login_low('zones', 'update')) AND tambon < (SELECT plaeng_private.login_high('zones', 'update'))
        AND EXISTS (SELECT FROM plaeng.parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL));
SELECT plaeng_private.fit_login(database_login) FROM plaeng_private.officer WHERE database_login IS NOT NULL;
