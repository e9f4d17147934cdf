"""Features in other formats than the pages of GeoJSON: at once (answer.py), or as a job when they are many (jobs.py)."""
