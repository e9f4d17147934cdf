-- An area in rai, ngan and square wah, twin of spatial/units.py; both are tested on fixtures/area_text.json.
-- in:  m2 numeric, square metres; a negative one is an error
-- out: {"rai": 8, "ngan": 2, "wah": 25.0, "text": "8-2-25.0"}
-- Rounds to a tenth of a wah (0.4 m²), half up, BEFORE splitting: 1599.99 m² is 1-0-00.0, never 0-3-100.0.
-- PL/pgSQL, because it stands in every rendered feature: 2 µs a row against 6.5 µs as an SQL function.
CREATE FUNCTION plaeng.rai(m2 numeric) RETURNS json
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    tenths bigint := round(m2 * 2.5);
    rai bigint := tenths / 4000;
    ngan bigint := tenths % 4000 / 1000;
    wah bigint := tenths % 1000 / 10;
    tenth bigint := tenths % 10;
BEGIN
    IF m2 < 0 THEN
        RAISE EXCEPTION 'an area is not negative: %', m2
            USING ERRCODE = 'numeric_value_out_of_range';
    END IF;
    RETURN format(
        '{"rai":%s,"ngan":%s,"wah":%s.%s,"text":"%s-%s-%s.%s"}',
        rai, ngan, wah, tenth, rai, ngan, lpad(wah::text, 2, '0'), tenth
    )::json;
END
$$;

COMMENT ON FUNCTION plaeng.rai(numeric) IS 'พื้นที่ (ตารางเมตร) เป็น ไร่-งาน-ตารางวา';
