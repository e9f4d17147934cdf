"""Space, and nothing of any programme: reference systems, units, geometry rules, areas, GeoJSON and tile SQL."""
