-- A power that answers NULL instead of an error: of zero to a negative exponent, of a negative base to a fraction, and
-- beyond what a filter may ask for (|base| up to 1,000,000, |exponent| up to 64).
-- in:  base numeric, exponent numeric
-- out: numeric, or NULL
CREATE FUNCTION plaeng.power_within(base numeric, exponent numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN abs(base) > 1000000 OR abs(exponent) > 64 THEN NULL
        WHEN base = 0 AND exponent < 0 THEN NULL
        WHEN base < 0 AND exponent <> trunc(exponent) THEN NULL
        ELSE power(base, exponent)
    END
$$;

COMMENT ON FUNCTION plaeng.power_within(numeric, numeric) IS 'ยกกำลัง โดยให้ค่าว่างแทนข้อผิดพลาด';
