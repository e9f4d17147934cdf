-- Store names of areas. What is stored already with the same names stays untouched.
-- in:  %(code)s, %(level)s, %(name_th)s, %(name_en)s text[], %(parent)s text[] with NULL for provinces
-- out: code, is_new
-- uses: area_code_key
INSERT INTO area AS stored (code, level, name_th, name_en, parent, source)
SELECT code, level, name_th, name_en, parent, ''
FROM unnest(
    %(code)s::text[], %(level)s::text[], %(name_th)s::text[], %(name_en)s::text[], %(parent)s::text[]
) AS given (code, level, name_th, name_en, parent)
ON CONFLICT (code) DO UPDATE
SET level = excluded.level,
    name_th = excluded.name_th,
    name_en = excluded.name_en,
    parent = excluded.parent,
    updated_at = now()
WHERE (stored.level, stored.name_th, stored.name_en, stored.parent)
    IS DISTINCT FROM (excluded.level, excluded.name_th, excluded.name_en, excluded.parent)
RETURNING code, xmax = 0 AS is_new;
