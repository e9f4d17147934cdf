-- A text without regard to case (CQL2's CASEI): full case folding, so that ß = ss, Σ = σ = ς, ﬁ = fi.
-- in:  text
-- out: text; % and _ of a pattern stay as they are
-- Upper between lowers folds what lower() alone leaves. The ICU collation is named, because the result must not follow
-- the cluster's locale: an index may stand on it.
CREATE FUNCTION plaeng.casei(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(lower(upper(lower(normalize(value, NFC) COLLATE "und-x-icu"))), 'ς', 'σ') COLLATE "C"
$$;

COMMENT ON FUNCTION plaeng.casei(text) IS 'ข้อความโดยไม่สนใจตัวพิมพ์เล็กใหญ่';
