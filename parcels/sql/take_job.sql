-- Take up the oldest job that waits, or whose worker is gone: killed, or cut off from the database.
-- in:  %(space)s integer, the first key of the advisory locks that workers hold on their jobs
-- out: id of the job, now RUNNING and one attempt further, with its advisory lock held by this connection; no row
--      when there is nothing to do
-- uses: job_open. A worker that dies loses its lock with its connection: nothing has to time out.
WITH taken AS (
    SELECT id FROM plaeng_private.job AS j
    WHERE state = 'QUEUED' OR (state = 'RUNNING' AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_locks AS l
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
          AND l.classid = %(space)s::oid AND l.objid = (j.id %% 2147483647)::oid))
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
),
held AS MATERIALIZED (SELECT id, pg_advisory_lock(%(space)s, (id %% 2147483647)::int) FROM taken)
UPDATE plaeng_private.job AS j
SET state = 'RUNNING', attempt = j.attempt + 1, started_at = now(), done = 0, total = NULL
FROM held
WHERE j.id = held.id
RETURNING j.id
