-- Publish the table area: into the schema that QGIS sees, described in Thai, usable by the application.
-- The application loads names and outlines, so it may insert and update; an area is never deleted.
ALTER TABLE area SET SCHEMA plaeng;

COMMENT ON TABLE plaeng.area IS 'เขตการปกครอง: จังหวัด อำเภอ ตำบล หมู่บ้าน';
COMMENT ON COLUMN plaeng.area.code IS 'รหัสเขตการปกครอง (2, 4, 6 หรือ 8 หลัก)';
COMMENT ON COLUMN plaeng.area.level IS 'ระดับ: PROVINCE จังหวัด, AMPHOE อำเภอ, TAMBON ตำบล, VILLAGE หมู่บ้าน';
COMMENT ON COLUMN plaeng.area.name_th IS 'ชื่อภาษาไทย';
COMMENT ON COLUMN plaeng.area.name_en IS 'ชื่อภาษาอังกฤษ';
COMMENT ON COLUMN plaeng.area.parent IS 'รหัสของเขตที่อยู่เหนือขึ้นไป';
COMMENT ON COLUMN plaeng.area.geom IS 'แนวเขต (EPSG:4326) ว่างได้';
COMMENT ON COLUMN plaeng.area.valid_from IS 'ใช้ตั้งแต่วันที่';
COMMENT ON COLUMN plaeng.area.valid_to IS 'ใช้ถึงวันที่';
COMMENT ON COLUMN plaeng.area.source IS 'ที่มาของแนวเขต';
COMMENT ON COLUMN plaeng.area.updated_at IS 'แก้ไขล่าสุดเมื่อ';

GRANT SELECT, INSERT, UPDATE ON plaeng.area TO plaeng_app;
REVOKE DELETE ON plaeng.area FROM plaeng_app;
