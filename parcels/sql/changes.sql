-- One page of the change log for readers of an area: what became visible after the snapshot `since`, up to `until`.
-- A transaction is in exactly one window, the one in which it became visible, however long it took (no horizon).
-- in:  %(since)s, %(until)s pg_snapshot (until NULL = now), %(last)s bigint (id of the last row of the page before, or 0),
--      %(area)s text (prefix of an area code), %(limit)s integer
-- out: epoch, is_kept (false: rows after `since` have been removed), until, id, collection, uid, version;
--      without a row in the page one row whose id is NULL
-- uses: change_log_xid_id. `id + 0` keeps the planner from walking the whole log in the order of id.
WITH span AS MATERIALIZED (
    SELECT current_epoch() AS epoch, removed < pg_snapshot_xmin(%(since)s::pg_snapshot) AS is_kept,
           coalesce(%(until)s::pg_snapshot, pg_current_snapshot()) AS until
    FROM change_epoch
)
SELECT span.epoch, span.is_kept, span.until::text, c.id, c.collection, c.uid::text, c.version
FROM span
LEFT JOIN LATERAL (
    SELECT l.id, l.collection, l.uid, l.version
    FROM change_log l
    WHERE l.xid >= pg_snapshot_xmin(%(since)s::pg_snapshot) AND l.xid < pg_snapshot_xmax(span.until)
      AND pg_visible_in_snapshot(l.xid, span.until) AND NOT pg_visible_in_snapshot(l.xid, %(since)s::pg_snapshot)
      AND l.id > %(last)s
      AND (starts_with(l.scope_old, %(area)s) OR starts_with(l.scope_new, %(area)s))
    ORDER BY l.id + 0
    LIMIT %(limit)s
) c ON true
ORDER BY c.id
