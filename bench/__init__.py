"""Us and the peers in one run, by CPU time: ratios, never absolute times (docs/bench.md)."""
