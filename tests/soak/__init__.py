"""Long runs against a live server: `bin/soak stale 180` and `bin/soak feed 180`; bin/test runs a few seconds of each."""
