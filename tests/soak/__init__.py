"""Long runs against a live server: `bin/soak stale 180`, `bin/soak feed 180` and `bin/soak qgis 300`; bin/test runs a few seconds of each."""
