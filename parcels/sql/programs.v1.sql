-- Rights on what programs work with, and the counters of the rate limits.
-- What was read out is written once: nobody mends it, nobody takes it back.
REVOKE UPDATE, DELETE, TRUNCATE ON plaeng_private.read_log FROM plaeng_app;

-- One row for each thing that is limited (account, token or address, and what it does). `free_at` is the moment at
-- which everything that was asked so far has been worked off at the even pace of the limit (GCRA).
-- Unlogged: it is written at every counted request, and after a crash everybody may begin anew.
CREATE UNLOGGED TABLE plaeng_private.rate (
    key text COLLATE "C" PRIMARY KEY,
    free_at timestamptz NOT NULL
) WITH (fillfactor = 70);
