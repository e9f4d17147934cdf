-- A text without regard to accents (CQL2's ACCENTI): Chișinău = Chisinau, Ø = O. Thai vowels and tone marks stay.
-- in:  text
-- out: text
-- unaccent() itself is only STABLE, since a dictionary may be replaced; naming schema and dictionary pins it, so that
-- an index may stand on it.
CREATE FUNCTION plaeng.accenti(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.unaccent('public.unaccent'::regdictionary, normalize(value, NFC))
$$;

COMMENT ON FUNCTION plaeng.accenti(text) IS 'ข้อความโดยไม่สนใจเครื่องหมายเน้นเสียง';
