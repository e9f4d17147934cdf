-- People who take part, and their land, by area, fiscal year and state: exact for the office, and as the public may
-- see it (DOMAIN.md 3.8): no small number, and none that can be worked out from what stands beside it.

-- Exact. state NULL: all states together, with zeros for every area of a province that takes part.
CREATE VIEW plaeng_private.area_figure AS
WITH people AS MATERIALIZED (
    SELECT area AS code, fy, state, sum(applicants)::integer AS applicants, sum(joined_m2) AS joined_m2
    FROM plaeng_private.rollup_now
    WHERE digits <= 6 AND line = 'people' AND plaeng_private.is_counted(state)
    GROUP BY area, fy, state HAVING sum(applicants) <> 0
)
SELECT * FROM people
UNION ALL
SELECT a.code, y.fy, NULL, coalesce(sum(p.applicants), 0)::integer, coalesce(sum(p.joined_m2), 0)
FROM (SELECT DISTINCT fy, left(code, 2) AS province FROM people) y
JOIN plaeng.area a ON left(a.code, 2) = y.province AND a.level <> 'VILLAGE'
LEFT JOIN people p ON p.code = a.code AND p.fy = y.fy
GROUP BY a.code, y.fy;

CREATE FUNCTION plaeng_private.count_class(n integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN n = 0 THEN '0' WHEN n < 5 THEN '1–4' WHEN n < 10 THEN '5–9' ELSE '10+' END
$$;

-- How the parts of a published total are shown, each as 'number', 'class' (1 to 4) or 'nothing'.
-- Beside small parts so many others are left out that each small one may still be anything from 1 to 4: in what is
-- left of the total, k small ones have at least 1 and at most 4, and the c others at least 5. Which others go is a
-- question of their order alone, not of their size, and when to stop of what everybody can see.
-- Where all others together do not suffice, nothing is shown.
CREATE FUNCTION plaeng_private.shown_as(parts integer[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    how text[] := '{}';
    k integer := 0;
    c integer := 0;
    remaining integer := 0;
    n integer;
BEGIN
    FOREACH n IN ARRAY parts LOOP
        how := how || CASE WHEN n BETWEEN 1 AND 4 THEN 'class' ELSE 'number' END;
        IF n BETWEEN 1 AND 4 THEN
            k := k + 1;
            remaining := remaining + n;
        END IF;
    END LOOP;
    FOR i IN 0 .. cardinality(parts) LOOP
        IF i > 0 THEN
            CONTINUE WHEN parts[i] < 5;
            how[i] := 'nothing';
            c := c + 1;
            remaining := remaining + parts[i];
        END IF;
        IF k = 0 OR (remaining - (k - 1) - 5 * c >= 4 AND (c > 0 OR remaining - 4 * (k - 1) <= 1)) THEN
            RETURN how;
        END IF;
    END LOOP;
    RETURN array_fill('nothing'::text, ARRAY[cardinality(parts)]);
END $$;

-- What the public sees. Of states only the sums of a province: a table of areas by states has so many margins that
-- small numbers can be worked out. Of tambon classes alone, and none where the amphoe's number would narrow one down.
CREATE FUNCTION plaeng_private.public_figures()
RETURNS TABLE (code text, fy integer, state text, applicants integer, class text, joined_m2 numeric)
LANGUAGE sql STABLE SET search_path = plaeng_private, plaeng, pg_temp AS $$
    WITH f AS MATERIALIZED (
        SELECT f.*, length(f.code) AS digits, left(f.code, 2) AS province FROM area_figure f
    ), province AS (
        SELECT f.code, f.fy, f.applicants = 0 OR f.applicants >= 5 AS is_large FROM f WHERE digits = 2 AND f.state IS NULL
    ), part AS (
        SELECT f.*, digits = 2 AS is_state, coalesce(f.state, f.code) AS name
        FROM f WHERE digits = 4 AND f.state IS NULL OR digits = 2 AND f.state IS NOT NULL
    ), row_of_parts AS (
        SELECT p.province, p.fy, is_state, array_agg(name ORDER BY name DESC) AS names,
               CASE WHEN is_large THEN shown_as(array_agg(p.applicants ORDER BY name DESC)) END AS how
        FROM part p JOIN province ON province.code = p.province AND province.fy = p.fy
        GROUP BY p.province, p.fy, is_state, is_large
    ), shown AS (
        SELECT p.code, p.fy, p.state, p.applicants, p.joined_m2, one.how
        FROM row_of_parts r, unnest(r.names, r.how) one (name, how)
        JOIN part p ON p.name = one.name
        WHERE p.province = r.province AND p.fy = r.fy AND p.is_state = r.is_state
        UNION ALL
        SELECT f.code, f.fy, NULL, f.applicants, f.joined_m2, CASE WHEN is_large THEN 'number' ELSE 'class' END
        FROM province JOIN f USING (code, fy) WHERE f.state IS NULL
    ), amphoe AS (
        -- A tambon of 1 to 4 must be able to be 1 and 4, whatever its neighbours are.
        SELECT s.code, s.fy, s.applicants - sum(high) + 4 <= 1 AND s.applicants - sum(low) + 1 >= 4
            OR bool_and(t.applicants = 0 OR t.applicants >= 5) AS is_safe
        FROM shown s JOIN f t ON t.digits = 6 AND t.state IS NULL AND t.fy = s.fy AND left(t.code, 4) = s.code,
             LATERAL (SELECT CASE count_class(t.applicants) WHEN '0' THEN 0 WHEN '1–4' THEN 1 WHEN '5–9' THEN 5 ELSE 10 END,
                             CASE count_class(t.applicants) WHEN '0' THEN 0 WHEN '1–4' THEN 4 WHEN '5–9' THEN 9 ELSE 1e9 END
             ) bounds (low, high)
        WHERE s.how = 'number' GROUP BY s.code, s.fy, s.applicants
    )
    SELECT s.code, s.fy, s.state, CASE WHEN how = 'number' THEN s.applicants END,
           CASE WHEN how IN ('number', 'class') THEN count_class(s.applicants) END,
           CASE WHEN how = 'number' THEN s.joined_m2 END
    FROM shown s WHERE s.state IS NULL OR how IS NOT NULL
    UNION ALL
    SELECT f.code, f.fy, NULL, CASE WHEN is_safe AND f.applicants = 0 THEN 0 END,
           CASE WHEN is_safe THEN count_class(f.applicants) END, CASE WHEN is_safe AND f.applicants = 0 THEN 0 END
    FROM f LEFT JOIN amphoe a ON a.code = left(f.code, 4) AND a.fy = f.fy
    WHERE digits = 6 AND f.state IS NULL
$$;

-- Both kinds of rows of the collection, with the same ids; a reader gets one of the two (parcels/permissions.py).
CREATE VIEW plaeng_private.area_summary AS
SELECT (f.fy * 100 + (SELECT count(*) FROM plaeng.state s WHERE s.code <= f.state)) * 1000000 + a.code::bigint AS id,
       concat_ws('-', a.code, f.fy, f.state) AS row_key, is_public, a.code, a.level, a.name_th, a.name_en, a.parent,
       f.fy, f.state, f.applicants, f.class AS applicants_class, f.joined_m2 AS joined_area_m2, a.geom
FROM (
    SELECT false AS is_public, *, plaeng_private.count_class(applicants) AS class FROM plaeng_private.area_figure
    UNION ALL
    SELECT true, code, fy, state, applicants, joined_m2, class FROM plaeng_private.public_figures()
) f JOIN plaeng.area a USING (code);

REVOKE INSERT, UPDATE, DELETE ON plaeng_private.area_summary, plaeng_private.area_figure, plaeng_private.rollup_now
FROM plaeng_app;
