"""Good input that leads somewhere: land that is there, filters that hold, tiles of the country, a job of one's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from schemathesis.core.parameters import ParameterLocation as Place
from shapely.geometry import box, mapping, shape

from spatial.exports import FORMATS
from spatial.tiles import Tile
from tests.fuzz.people import OFFICE, PASSWORD, Officer

TAMBON = "670101"
LON, LAT = 101.15, 16.42
ZOOMS = 19
FILTERS = [
    "state = 'DRAFT' AND area_calc_m2 > 1600",
    "version IN (1, 2) OR tambon LIKE '67%'",
    "S_INTERSECTS(geom, BBOX(101.1, 16.3, 101.3, 16.5))",
    "updated_at >= TIMESTAMP('2025-01-31T00:00:00Z')",
]
PARAMS: list[dict[str, str]] = [{}, {"limit": "5"}, {"sortby": "-updated_at"}, {"bbox": "101,16,102,17"}]
BODIES = ("POST /session", "POST /tokens", "POST /exports")


def lead(case: Any, dice: int) -> Officer | None:
    """Change a case in place, by the path of its operation. `dice` chooses. Who has to ask for it, if it matters."""
    path, query = case.operation.path, case.query or {}
    officer = OFFICE.first()
    if path.startswith("/collections/"):
        _to_collection(case, path.split("/")[2], officer, dice)
    elif case.operation.label in BODIES and isinstance(case.body, dict):
        _fill(case, dice)
    elif "since" in query:
        query["since"] = officer.cursor()
    elif "lon" in query:
        query |= {"lon": LON, "lat": LAT}
    elif path.startswith(("/exports/{uid}", "/tokens/{uid}")):
        return _to_own(case, OFFICE.private[path.split("/")[1]], dice)
    return None


def lead_to_judgement(case: Any, dice: int) -> None:
    """A bad body is to be judged for itself, not refused for an ETag of yesterday before anybody has read it."""
    is_bad_elsewhere = case.meta.is_negative_at(Place.HEADER) or case.meta.is_negative_at(Place.PATH)
    if not is_bad_elsewhere and case.method in {"PUT", "PATCH"} and "If-Match" in case.headers:
        known = OFFICE.first().features(case.operation.path.split("/")[2])
        case.path_parameters["uid"] = known[dice % len(known)]["id"]
        case.headers["If-Match"] = "*"


def _to_own(case: Any, known: dict[str, str], dice: int) -> Officer | None:
    if not known or case.path_parameters["uid"] in known:
        return None
    uid = [*known][dice % len(known)]
    case.path_parameters["uid"] = uid
    return OFFICE.owner(uid)


def _to_collection(case: Any, collection: str, officer: Officer, dice: int) -> None:
    places, query, headers = case.path_parameters or {}, case.query or {}, case.headers or {}
    if "uid" in places and places["uid"] not in OFFICE.given:
        known = officer.features(collection)
        places["uid"] = known[dice % len(known)]["id"]
    if "-" not in headers.get("If-Match", "-"):  # a link has filled in a whole ETag
        headers["If-Match"] = "*"
    if "tileRow" in places:
        tile = Tile.at(LON, LAT, dice % ZOOMS)
        places |= {"tileMatrix": tile.z, "tileRow": tile.y, "tileCol": tile.x}
    if query.get("filter") and query.get("filter-lang") != "cql2-json":
        query["filter"] = FILTERS[dice % len(FILTERS)]
    if query.get("f") not in FORMATS or query.get("f") == "geojson":
        query.pop("purpose", None)
    if isinstance(case.body, dict) and isinstance(case.body.get("properties"), dict):
        _place(collection, case.body, officer, dice)


def _place(collection: str, feature: dict[str, Any], officer: Officer, dice: int) -> None:
    """Land of the officers' amphoe, without a shape; a small zone somewhere in one of its parcels."""
    feature.pop("id", None)
    if collection == "parcels":
        feature["properties"] |= {"tambon": TAMBON, "village_code": "", "joined_area_m2": 0}
        feature["geometry"] = None
    else:
        land = [one for one in officer.features("parcels") if one["geometry"]]
        parcel = land[dice % len(land)]
        west, south, east, north = shape(parcel["geometry"]).bounds
        lon, lat = west + (east - west) * (dice % 17 + 1) / 20, south + (north - south) * (dice % 13 + 1) / 20
        feature["geometry"] = mapping(box(lon, lat, lon + 3e-5, lat + 3e-5))
        if "parcel" in feature["properties"]:
            feature["properties"]["parcel"] = parcel["id"]


def _fill(case: Any, dice: int) -> None:
    if case.operation.label == "POST /session":
        case.body = {"username": OFFICE.name(dice), "password": PASSWORD}
    elif case.operation.label == "POST /exports":
        case.body["params"] = PARAMS[dice % len(PARAMS)]
    elif "expires" in case.body:
        case.body["expires"] = (datetime.now(UTC) + timedelta(days=dice % 300 + 1)).isoformat()
