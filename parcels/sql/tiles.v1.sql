-- The pyramid behind tiles of zoom 0 to 11: how many drawn parcels and m² stand in each cell, by state, fiscal year
-- and model. A tile has 4 x 4 cells. `area` is whose sum a row is: '' the country's, a province's or an amphoe's, so
-- that a reader sums his own alone. Smaller scopes are counted live (spatial/sql/tile_clusters.sql).
-- sum_lon, sum_lat are 1e-7 degrees: a cluster stands where its land is, and whole numbers add up without an error.
CREATE TABLE plaeng_private.tile_cluster (
    area text COLLATE "C" NOT NULL,
    z smallint NOT NULL,
    x integer NOT NULL,
    y integer NOT NULL,
    cell smallint NOT NULL,
    state text COLLATE "C" NOT NULL,
    fy integer NOT NULL,
    model text COLLATE "C" NOT NULL,
    parcels integer NOT NULL,
    area_m2 numeric NOT NULL,
    sum_lon bigint NOT NULL,
    sum_lat bigint NOT NULL,
    PRIMARY KEY (area, z, x, y, cell, state, fy, model)
) WITH (fillfactor = 80);

-- What writers have changed since: they only append, so they never wait for each other. fold_tiles() moves it into
-- the pyramid; readers add both in one statement. x, y are cells of the finest grid (zoom 13).
CREATE TABLE plaeng_private.tile_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    x integer NOT NULL,
    y integer NOT NULL,
    amphoe text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    fy integer NOT NULL,
    model text COLLATE "C" NOT NULL,
    parcels integer NOT NULL,
    area_m2 numeric NOT NULL,
    sum_lon bigint NOT NULL,
    sum_lat bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX tile_change_place ON plaeng_private.tile_change (x, y);

-- The triggers below are the only writers.
REVOKE INSERT, UPDATE, DELETE ON plaeng_private.tile_cluster, plaeng_private.tile_change FROM plaeng_app;

-- Column and row of the Web Mercator grid of 2^zoom x 2^zoom that a place (degrees) lies in.
CREATE FUNCTION plaeng_private.grid_x(lon float8, zoom integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor((lon + 180) / 360 * (1 << zoom))::integer
$$;
CREATE FUNCTION plaeng_private.grid_y(lat float8, zoom integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor((0.5 - asinh(tan(radians(lat))) / (2 * pi())) * (1 << zoom))::integer
$$;

-- AFTER INSERT, UPDATE, DELETE of parcel, once a statement: + what is there now, - what was. A change that moves
-- no figure leaves no row. Every thousandth row folds, in the hope that nobody does so at this moment.
CREATE FUNCTION plaeng_private.count_parcels() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    rows text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT 1 AS n, r.* FROM new_rows r'
                            WHEN 'DELETE' THEN 'SELECT -1 AS n, r.* FROM old_rows r'
                            ELSE 'SELECT 1 AS n, r.* FROM new_rows r UNION ALL SELECT -1, r.* FROM old_rows r' END;
    is_due boolean;
BEGIN
    EXECUTE format($q$
        WITH placed AS (
            SELECT n, amphoe, coalesce(state, '') AS state, coalesce(fy, 0) AS fy, coalesce(model, '') AS model,
                   coalesce(area_calc_m2, 0) AS m2,
                   (ST_XMin(geom) + ST_XMax(geom)) / 2 AS lon, (ST_YMin(geom) + ST_YMax(geom)) / 2 AS lat
            FROM (%s) changed WHERE geom IS NOT NULL AND withdrawn_at IS NULL
        ), added AS (
            INSERT INTO tile_change (x, y, amphoe, state, fy, model, parcels, area_m2, sum_lon, sum_lat)
            SELECT grid_x(lon, 13), grid_y(lat, 13), amphoe, state, fy, model,
                   sum(n), sum(n * m2), sum(n * round(lon * 1e7)), sum(n * round(lat * 1e7))
            FROM placed
            GROUP BY 1, 2, 3, 4, 5, 6
            HAVING sum(n) <> 0 OR sum(n * m2) <> 0
                OR sum(n * round(lon * 1e7)) <> 0 OR sum(n * round(lat * 1e7)) <> 0
            RETURNING id
        )
        SELECT min(id) / 1000 <> (max(id) + 1) / 1000 FROM added
    $q$, rows) INTO is_due;
    -- Under a frozen snapshot the fold of another would be a serialization failure.
    IF is_due AND current_setting('transaction_isolation') = 'read committed' THEN
        PERFORM fold_tiles();
    END IF;
    RETURN NULL;
END $$;

-- Move what has changed into the pyramid; how many changes, or NULL when somebody else does so just now. It never
-- waits, and no one else writes the pyramid: it cannot take part in a deadlock.
CREATE FUNCTION plaeng_private.fold_tiles() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(675, 0) THEN
        RETURN NULL;
    END IF;
    WITH gone AS (
        DELETE FROM tile_change RETURNING *
    ), fine AS (
        SELECT amphoe, x, y, state, fy, model, sum(parcels) AS parcels, sum(area_m2) AS area_m2,
               sum(sum_lon) AS sum_lon, sum(sum_lat) AS sum_lat
        FROM gone GROUP BY 1, 2, 3, 4, 5, 6
    ), risen AS (
        INSERT INTO tile_cluster AS t
        SELECT left(amphoe, len), z, x >> (13 - z), y >> (13 - z), ((y >> (11 - z)) & 3) * 4 + ((x >> (11 - z)) & 3),
               state, fy, model, sum(parcels), sum(area_m2), sum(sum_lon), sum(sum_lat)
        FROM fine, generate_series(0, 11) z, (VALUES (0), (2), (4)) AS scope (len)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (area, z, x, y, cell, state, fy, model) DO UPDATE SET
            parcels = t.parcels + excluded.parcels, area_m2 = t.area_m2 + excluded.area_m2,
            sum_lon = t.sum_lon + excluded.sum_lon, sum_lat = t.sum_lat + excluded.sum_lat
    )
    SELECT count(*) INTO folded FROM gone;
    RETURN folded;
END $$;

-- Count everything anew. Writers of parcels wait meanwhile.
CREATE FUNCTION plaeng_private.rebuild_tiles() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    LOCK TABLE parcel IN SHARE ROW EXCLUSIVE MODE;
    PERFORM pg_advisory_xact_lock(675, 0);
    DELETE FROM tile_cluster;
    DELETE FROM tile_change;
    INSERT INTO tile_change (x, y, amphoe, state, fy, model, parcels, area_m2, sum_lon, sum_lat)
    SELECT grid_x(lon, 13), grid_y(lat, 13), amphoe, coalesce(state, ''), coalesce(fy, 0), coalesce(model, ''),
           count(*), sum(coalesce(area_calc_m2, 0)), sum(round(lon * 1e7)), sum(round(lat * 1e7))
    FROM (SELECT *, (ST_XMin(geom) + ST_XMax(geom)) / 2 AS lon, (ST_YMin(geom) + ST_YMax(geom)) / 2 AS lat
          FROM parcel WHERE geom IS NOT NULL AND withdrawn_at IS NULL) placed
    GROUP BY 1, 2, 3, 4, 5, 6;
    PERFORM fold_tiles();
END $$;

CREATE FUNCTION plaeng_private.recount_parcels() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    PERFORM rebuild_tiles();
    RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION plaeng_private.rebuild_tiles() FROM PUBLIC;

CREATE TRIGGER z_tiles_insert AFTER INSERT ON plaeng.parcel REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.count_parcels();
CREATE TRIGGER z_tiles_update AFTER UPDATE ON plaeng.parcel REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.count_parcels();
CREATE TRIGGER z_tiles_delete AFTER DELETE ON plaeng.parcel REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.count_parcels();
CREATE TRIGGER z_tiles_truncate AFTER TRUNCATE ON plaeng.parcel
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.recount_parcels();
-- Whoever writes: also a session that lets ordinary triggers rest (replica).
ALTER TABLE plaeng.parcel ENABLE ALWAYS TRIGGER z_tiles_insert;
ALTER TABLE plaeng.parcel ENABLE ALWAYS TRIGGER z_tiles_update;
ALTER TABLE plaeng.parcel ENABLE ALWAYS TRIGGER z_tiles_delete;
ALTER TABLE plaeng.parcel ENABLE ALWAYS TRIGGER z_tiles_truncate;

SELECT plaeng_private.rebuild_tiles();
