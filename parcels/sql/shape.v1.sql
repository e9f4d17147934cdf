-- The shape rules of a stored polygon (SECURITY.md rules 5 to 9), cheap ones first. Nothing is repaired.
-- in:  g in EPSG:4326   out: the same on the grid of 8 decimals   raises: PL422 with a place
-- Rounding goes through decimal text: ST_SnapToGrid gives other doubles than Python's round (GEOMETRY.md 0).
CREATE FUNCTION plaeng_private.checked_shape(g geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE SET search_path = plaeng_private, public, pg_temp AS $$
DECLARE
    bad geometry;
    verdict record;
BEGIN
    IF ST_IsEmpty(g) THEN
        PERFORM refuse('shape_not_empty', 'รูปแปลงว่างเปล่า', 'The shape is empty.');
    END IF;
    IF ST_NPoints(g) > 2000 OR ST_NRings(g) > 50 OR ST_NumGeometries(g) > 20 THEN
        PERFORM refuse('shape_within_limits', 'รูปละเอียดเกินไป: ไม่เกิน 2,000 จุด 50 วง 20 ส่วน',
            'The shape is too detailed: at most 2,000 positions, 50 rings, 20 parts.',
            jsonb_build_object('positions', ST_NPoints(g), 'rings', ST_NRings(g), 'parts', ST_NumGeometries(g)));
    END IF;
    SELECT d.geom INTO bad FROM ST_DumpPoints(g) d
    WHERE NOT (ST_X(d.geom) BETWEEN 97 AND 106 AND ST_Y(d.geom) BETWEEN 5 AND 21) LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('shape_in_country', 'มีจุดอยู่นอกประเทศไทย สลับแกนหรือระบบพิกัดผิดหรือไม่',
            'A corner lies outside Thailand. Are the axes swapped, or is the reference system another one?');
    END IF;
    g := ST_SetSRID(ST_GeomFromGeoJSON(ST_AsGeoJSON(g, 8)), 4326);
    SELECT * INTO verdict FROM ST_IsValidDetail(g);
    IF NOT verdict.valid THEN
        PERFORM refuse('shape_is_valid', 'เส้นขอบตัดกันเอง หรือรูปไม่สมบูรณ์', 'The border crosses itself or is not a proper ring.',
            at(verdict.location) || jsonb_build_object('reason', verdict.reason), 'ย้ายมุมที่จุดนั้นแล้วบันทึกใหม่');
    END IF;
    RETURN g;
END $$;

-- The UTM zone of Thailand in which a shape is measured in metres: 32648 from 102 degrees east on.
CREATE FUNCTION plaeng_private.utm(g geometry) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN ST_X(ST_PointOnSurface(g)) >= 102 THEN 32648 ELSE 32647 END
$$;

-- The same rules as constraints, for whatever might go round a trigger. Cheap ones first.
ALTER TABLE parcel ADD CONSTRAINT parcel_shape CHECK (geom IS NULL OR (
    NOT ST_IsEmpty(geom) AND ST_NPoints(geom) <= 2000
    AND ST_XMin(geom) >= 97 AND ST_XMax(geom) <= 106 AND ST_YMin(geom) >= 5 AND ST_YMax(geom) <= 21
    AND ST_IsValid(geom)));
ALTER TABLE zone ADD CONSTRAINT zone_shape CHECK (
    NOT ST_IsEmpty(geom) AND ST_NPoints(geom) <= 2000
    AND ST_XMin(geom) >= 97 AND ST_XMax(geom) <= 106 AND ST_YMin(geom) >= 5 AND ST_YMax(geom) <= 21
    AND ST_IsValid(geom));
