-- Finding people and papers as Thais write them: with and without title and spaces, tone marks left out, letters that
-- sound alike taken for each other.

-- The same key for spellings that are the same to the ear. The map pairs letters of one sound; what it maps to nothing
-- are tone marks, the mark of silence, points and hyphens.
CREATE FUNCTION plaeng.search_key(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT translate(
        regexp_replace(lower(normalize(written, NFC)), '^(นางสาว|น\.ส\.|นาย|นาง|ด\.ช\.|ด\.ญ\.)|[[:space:]]', '', 'g'),
        'ใณศษซฎฏญฬธฑฒภฐฆฺํ็่้๊๋์.-',
        'ไนสสสดตยลทททพถค')
$$;

CREATE INDEX applicant_search ON applicant USING gin (plaeng.search_key(name_th) public.gin_trgm_ops);
CREATE INDEX application_search ON application USING gin (no public.gin_trgm_ops);
CREATE INDEX land_document_search ON land_document
    USING gin ((doc_no || ' ' || map_sheet || ' ' || land_no) public.gin_trgm_ops);
