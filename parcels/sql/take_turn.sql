-- One more turn under a limit of `count` in `period`, at an even pace with bursts up to the whole of it (GCRA).
-- in:  key text; pace seconds (period / count); period seconds
-- out: seconds to wait: 0 when the turn was given; else nothing was counted
-- uses: rate_pkey. One statement, so that rivals in other processes wait for the row and count on from each other.
WITH turn AS (
    INSERT INTO plaeng_private.rate AS r (key, free_at)
    VALUES (%(key)s, clock_timestamp() + make_interval(secs => %(pace)s))
    ON CONFLICT (key) DO UPDATE SET free_at = greatest(r.free_at, clock_timestamp()) + make_interval(secs => %(pace)s)
        WHERE greatest(r.free_at, clock_timestamp()) + make_interval(secs => %(pace)s)
            <= clock_timestamp() + make_interval(secs => %(period)s)
    RETURNING 1
)
SELECT CASE WHEN EXISTS (SELECT FROM turn) THEN 0
    ELSE greatest(1, ceil(extract(epoch FROM r.free_at - clock_timestamp()) + %(pace)s - %(period)s)) END::int
FROM (VALUES (1)) AS one
LEFT JOIN plaeng_private.rate AS r ON r.key = %(key)s
