"""Good input that leads somewhere: land that is there, filters that hold, tiles of the country, a job of one's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from schemathesis.core.parameters import ParameterLocation as Place
from shapely.geometry import box, mapping, shape

from spatial.exports import FORMATS
from spatial.tiles import Tile
from tests.fuzz import ground
from tests.fuzz.administration import administer, is_administration
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
REGISTER = (
    "applications", "applicants", "documents", "consents", "surveys", "designs", "works", "comments", "attachments",
)  # fmt: skip
# A version and the rest of one ETag, and no list of them.
WHOLE_ETAG = re.compile(r'"[^",]+-[^",]+"')
NATIONAL_ID = "1000000000009"
SHEET = "5241 IV 3204"
BODIES = ("POST /session", "POST /tokens", "POST /exports")


def lead(case: Any, dice: int) -> Officer | None:
    """Change a case in place, by the path of its operation. `dice` chooses. Who has to ask for it, if it matters."""
    path, query = case.operation.path, case.query or {}
    officer = OFFICE.first()
    if is_administration(path):
        return administer(case, dice)
    if case.operation.label in LEADERS:
        LEADERS[case.operation.label](case, officer, dice)
    elif path.startswith("/collections/"):
        _to_collection(case, path.split("/")[2], officer, dice)
    elif path.split("/")[1] in REGISTER:
        _to_register(case, path, officer, dice)
    elif case.operation.label in BODIES and isinstance(case.body, dict):
        _fill(case, dice)
    elif "since" in query:
        query["since"] = officer.cursor()
    elif "lon" in query:
        query |= {"lon": LON, "lat": LAT}
    elif path == "/sheets/{number}":
        case.path_parameters["number"] = SHEET
    elif path.startswith(("/exports/{uid}", "/tokens/{uid}", "/filters/{number}")):
        return _to_own(case, OFFICE.private[path.split("/")[1]], dice)
    return None


def lead_to_judgement(case: Any, dice: int) -> None:
    """A bad body is to be judged for itself, not refused for an ETag of yesterday before anybody has read it."""
    is_bad_elsewhere = case.meta.is_negative_at(Place.HEADER) or case.meta.is_negative_at(Place.PATH)
    if not is_bad_elsewhere and case.method in {"PUT", "PATCH"} and "If-Match" in case.headers:
        _, first, second, *_ = case.operation.path.split("/")
        officer = OFFICE.first()
        known = officer.features(second) if first == "collections" else officer.records(first)
        if known:
            case.path_parameters["uid"] = known[dice % len(known)]["id" if first == "collections" else "uid"]
        case.headers["If-Match"] = "*"


def _to_own(case: Any, known: dict[str, str], dice: int) -> Officer | None:
    [name] = case.path_parameters
    if not known or case.path_parameters[name] in known:
        return None
    uid = [*known][dice % len(known)]
    case.path_parameters[name] = uid
    return OFFICE.owner(uid)


def _to_collection(case: Any, collection: str, officer: Officer, dice: int) -> None:
    places, query, headers = case.path_parameters or {}, case.query or {}, case.headers or {}
    is_linked = places.get("uid") in OFFICE.given
    if "uid" in places and not is_linked and (known := officer.features(collection)):
        places["uid"] = known[dice % len(known)]["id"]
    _fit_version(headers, is_linked=is_linked)
    if "tileRow" in places:
        tile = Tile.at(LON, LAT, dice % ZOOMS)
        places |= {"tileMatrix": tile.z, "tileRow": tile.y, "tileCol": tile.x}
    if query.get("filter") and query.get("filter-lang") != "cql2-json":
        query["filter"] = FILTERS[dice % len(FILTERS)]
    if query.get("f") not in FORMATS or query.get("f") == "geojson":
        query.pop("purpose", None)
    if isinstance(case.body, dict) and isinstance(case.body.get("properties"), dict):
        headers.pop("Content-Crs", None)
        _place(collection, case.body, officer, dice)
        if collection == "zones" and case.method == "PUT":
            case.body = _kept_place(case.body, officer, places["uid"])


def _fit_version(headers: Any, *, is_linked: bool) -> None:
    """Any version, but for the whole ETag that a link has filled in; one that was made up fits nothing."""
    if "If-Match" in headers and not (is_linked and WHOLE_ETAG.fullmatch(headers["If-Match"])):
        headers["If-Match"] = "*"


def _to_case(case: Any, officer: Officer, dice: int) -> None:
    """A case that is there, and a step that an officer may take: one of the two always follows."""
    known = officer.features("cases")
    case.path_parameters["uid"] = known[dice % len(known)]["id"]
    _fit_version(case.headers or {}, is_linked=False)
    if isinstance(case.body, dict):
        case.body = {"to": ("ASSERTED", "WITHDRAWN")[dice // 2 % 2], "reason": "trial"}


def _to_register(case: Any, path: str, officer: Officer, dice: int) -> None:
    """Records that are there, and new ones that belong to applications of the officers' amphoe which still go on."""
    table, places, headers = path.split("/")[1], case.path_parameters or {}, case.headers or {}
    known = officer.records(table)
    is_linked = places.get("uid") in OFFICE.given
    if known and "uid" in places and not is_linked:
        places["uid"] = known[dice % len(known)]["uid"]
    _fit_version(headers, is_linked=is_linked)
    if (case.query or {}).get("filter") and case.query.get("filter-lang") != "cql2-json":
        case.query["filter"] = "version = 1 OR updated_at >= TIMESTAMP('2025-01-31T00:00:00Z')"
    if not isinstance(case.body, dict):
        return
    if path == "/applications/moves":
        case.body["applications"] = [one["uid"] for one in known[:3]]
    elif path.endswith("/identity"):
        case.body = {"national_id": NATIONAL_ID}
    elif path.endswith("/transitions"):
        waiting = [one["uid"] for one in known if one["state"] == "APPLIED"]
        places["uid"] = waiting[dice % len(waiting)]
        case.body = {"to": "RETURNED", "reason": "trial"}
    elif path == f"/{table}":
        _belong(table, case.body, officer, dice)
    elif case.method == "PATCH":
        _make_possible(case.body)


def _belong(table: str, record: dict[str, Any], officer: Officer, dice: int) -> None:
    """What a new record needs beside its own form: whom it belongs to, and a place in the country."""
    record.pop("uid", None)
    application = officer.open_application(dice)
    own = {
        "applications": {"applicant": application["applicant"], "tambon": TAMBON, "fy": 2566, "size_target_rai": 3},
        "applicants": {"tambon": TAMBON, "village_code": "", "org_reg_no": ""},
        "documents": {"parcel": officer.features("parcels")[0]["id"], "area_deed_wah": 40_000},
        "comments": {"application": application["uid"], "parcel": None, "point": None},
        "surveys": {"location": {"type": "Point", "coordinates": [LON, LAT]}, "ready": True},
    }
    _make_possible(record)
    record |= own.get(table, {})
    if table not in {"applications", "applicants", "documents", "comments"}:
        record["application"] = application["uid"]


def _send_a_paper(case: Any, officer: Officer, dice: int) -> None:
    """A real paper of an application that still goes on, and of none of its parcels."""
    case.body, case.media_type = _pdf(f"trial {dice}"), "application/pdf"
    # A query of its own: cases of a kind share theirs, with bad ones too.
    rest = {name: value for name, value in case.query.items() if name not in {"parcel", "uid"}}
    case.query = rest | {"application": officer.open_application(dice)["uid"], "name": "trial.pdf"}


def _pdf(title: str) -> str:
    """An empty page. It is all ASCII: schemathesis takes bytes of a body for bad input, whatever they are."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>", f"<</Title({title})>>",
    )  # fmt: skip
    text, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(f"{len(text):010} 00000 n \n")
        text += f"{number} 0 obj{one}endobj\n"
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(places)
    return f"{text}{table}trailer<</Size {len(places) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"


def _make_possible(record: dict[str, Any]) -> None:
    """Days that fit each other, a place in the country, an area as on paper, land that is ready."""
    for name in [name for name in record if name.endswith("_on")]:
        record[name] = "2021-12-02"
    for name in ("withdrawn_on", "accepted_on"):
        record.pop(name, None)
    possible = {"location": {"type": "Point", "coordinates": [LON, LAT]}, "point": None, "ready": True,
                "area_deed_wah": 40_000, "tambon": TAMBON, "village_code": "", "result": ""}  # fmt: skip
    record |= {name: value for name, value in possible.items() if name in record}


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


def _kept_place(feature: dict[str, Any], officer: Officer, uid: str) -> dict[str, Any]:
    """A zone stays in its parcel; where it lies, none lies over it. Only water has a depth."""
    stored = next((one for one in officer.features("zones") if one["id"] == uid), None)
    if not stored:
        return feature
    kept = {name: stored["properties"][name] for name in ("parcel", "stage", "zone_type")}
    return {"type": "Feature", "geometry": stored["geometry"], "properties": kept}


def _fill(case: Any, dice: int) -> None:
    if case.operation.label == "POST /session":
        case.body = {"username": OFFICE.name(dice), "password": PASSWORD}
    elif case.operation.label == "POST /exports":
        case.body["params"] = PARAMS[dice % len(PARAMS)]
    elif "expires" in case.body:
        case.body["expires"] = (datetime.now(UTC) + timedelta(days=dice % 300 + 1)).isoformat()


# Operations that need more than what their table needs.
LEADERS = {
    "POST /attachments": _send_a_paper,
    "GET /cases/{uid}/transitions": _to_case,
    "POST /cases/{uid}/transitions": _to_case,
    "GET /collections/parcels/compare": ground.compare,
    **{f"POST /geometry/{name}": ground.edit for name in ground.BODIES},
}
