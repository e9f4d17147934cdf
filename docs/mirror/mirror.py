"""Keep a GeoPackage in step with Plaeng: python mirror.py ADDRESS TOKEN FILE.gpkg (every minute, if you like).

A token that may read is made on the page /account/tokens.
"""

import json
import sqlite3
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy
import shapely
from pyogrio.raw import write

ADDRESS, TOKEN, FILE = sys.argv[1:]
PLACE = Path(FILE + ".place")  # the link to go on from
LAYERS = {
    "parcels": ("MultiPolygon", ["code", "name", "state", "tambon", "village_code", "area_deed_m2", "version"]),
    "zones": ("Polygon", ["parcel", "parcel_code", "zone_type", "stage", "note", "version"]),
}


def get(link):
    page = json.load(urlopen(Request(link, headers={"Authorization": f"Bearer {TOKEN}"})))  # noqa: S310 # your own address
    return page, next((each["href"] for each in page["links"] if each["rel"] == "next"), "")


def store(layer, features, gone=()):
    """Take out all that was told of, and put in what is still there."""
    kind, names = LAYERS[layer]
    with sqlite3.connect(FILE) as file:
        has_layer = file.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [layer]).fetchone()
        if has_layer:
            uids = [[uid] for uid in (*gone, *(f["id"] for f in features))]
            file.executemany(f"DELETE FROM {layer} WHERE uid = ?", uids)  # noqa: S608 # one of the two names above
    columns = [[f["id"] for f in features], *([f["properties"][name] for f in features] for name in names)]
    values = [numpy.array([v if v is None else str(v) for v in column], object) for column in columns]
    shapes = shapely.to_wkb(shapely.from_geojson([f["geometry"] and json.dumps(f["geometry"]) for f in features]))
    how = {"driver": "GPKG", "geometry_type": kind, "crs": "EPSG:4326", "append": bool(has_layer)}
    write(FILE, shapes, values, ["uid", *names], layer=layer, **how)


def start():
    """First the place in the feed, then everything there is: what changes meanwhile is told afterwards."""
    Path(FILE).unlink(missing_ok=True)
    _, place = get(f"{ADDRESS}/api/changes")
    for layer in LAYERS:
        link = f"{ADDRESS}/api/collections/{layer}/items?limit=1000"
        while link:
            page, link = get(link)
            store(layer, page["features"])
    PLACE.write_text(place)


def follow():
    has_more = True
    while has_more:
        page, place = get(PLACE.read_text())
        for layer in LAYERS:
            mine = [change for change in page["changes"] if change["collection"] == layer]
            store(layer, [c["feature"] for c in mine if "feature" in c], [c["id"] for c in mine if "feature" not in c])
        PLACE.write_text(place)
        has_more = page["hasMore"]


try:
    if PLACE.exists():
        follow()
    else:
        start()
except HTTPError as problem:
    if problem.code != 410:  # 410: these changes are no longer kept
        raise
    start()
