"""Editing operations on shapes whose neighbours keep one border: both hold the same nodes, bit for bit.

Source of the recipes: design/GEOMETRY.md. A place is (lon, lat) in degrees of EPSG:4326 on the grid of 8 decimals; a
ring is closed; a polygon is a list of rings, the shell first; a shape is a list of polygons. Metres are those of the
affine frame of `frame.py`, areas are geodesic m². Nothing here knows of parcels, rights or a database.
"""

from spatial.editing.errors import Refused

__all__ = ["Refused"]
