"""The map in a real Chromium: our tiles against one canvas of GeoJSON, and the memory of an hour of editing."""
