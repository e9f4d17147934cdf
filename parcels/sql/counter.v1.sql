-- Change counters: one number for a scope, moved in the transaction that changes what the scope shows, so that an
-- answer kept under the number that was read before it is never older than the last commit.
-- Scopes:  0 to 9999    parcels and zones filed in the amphoe of that code
--          10001        officers and their rights
--          10002        code lists
--          10003        areas
--          1000000 + x * 1024 + y   land whose box touches the web mercator tile 10/x/y
-- Shards let writers pass each other: each takes one that nobody holds. `tx` and `born` mark a shard that this very
-- transaction has moved; `born` is the table's oid, so that marks in a restored table mean nothing.
CREATE TABLE plaeng_private.change_shard (
    scope integer NOT NULL,
    shard integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    n bigint NOT NULL DEFAULT 0,
    tx xid8 NOT NULL DEFAULT '0',
    born oid NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, shard)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- One row. A new epoch makes everything that was kept or handed out under the old one worthless.
-- removed: the greatest transaction whose rows have left change_log.
CREATE TABLE plaeng_private.change_epoch (
    one boolean PRIMARY KEY DEFAULT true,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    removed xid8 NOT NULL DEFAULT '0'
);
INSERT INTO plaeng_private.change_epoch DEFAULT VALUES;
REVOKE INSERT, UPDATE, DELETE ON plaeng_private.change_shard, plaeng_private.change_epoch FROM plaeng_app;

-- The epoch as readers use it. The oid of the table changes with a restored dump, the timeline with recovery to a
-- point in time and with failover: both rewind counters without anybody having to remember a command.
CREATE FUNCTION plaeng_private.current_epoch() RETURNS text
LANGUAGE sql STABLE SET search_path = plaeng_private, pg_temp AS $$
    SELECT concat_ws('.', epoch, tableoid, (pg_control_checkpoint()).timeline_id) FROM change_epoch
$$;

CREATE FUNCTION plaeng_private.new_epoch() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
    UPDATE change_epoch SET epoch = gen_random_uuid()
$$;

-- Move the counters of some scopes, each at most once in a transaction. Nobody waits: when all shards of a scope
-- are held, another is made. A rolled back savepoint takes its mark along.
CREATE FUNCTION plaeng_private.bump(scopes integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
DECLARE
    s integer;
BEGIN
    FOREACH s IN ARRAY coalesce(scopes, '{}') LOOP
        CONTINUE WHEN EXISTS (SELECT FROM change_shard
                              WHERE scope = s AND tx = pg_current_xact_id() AND born = tableoid);
        UPDATE change_shard SET n = n + 1, tx = pg_current_xact_id(), born = tableoid
        WHERE (scope, shard) = (SELECT scope, shard FROM change_shard WHERE scope = s LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF NOT FOUND THEN
            INSERT INTO change_shard (scope, n, tx, born)
            VALUES (s, 1, pg_current_xact_id(), 'plaeng_private.change_shard'::regclass);
        END IF;
    END LOOP;
END $$;

-- Cells of the counter: tiles of zoom 10. Without a search_path of their own they are inlined; only the triggers
-- of changes.v1.sql call them, and theirs is fixed.
CREATE FUNCTION plaeng_private.cell_x(lon double precision) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT floor((lon + 180) / 360 * 1024)::integer $$;
CREATE FUNCTION plaeng_private.cell_y(lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) * 512)::integer
$$;
