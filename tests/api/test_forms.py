"""The names beside codes, and JSON-FG, as other programs read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyogrio
import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models.codes import LISTS
from spatial.crs import OFFERED
from tests.api.shapes import feature, square

pytestmark = pytest.mark.django_db
PARCELS = "/api/collections/parcels/items"
FG = "application/vnd.ogc.fg+json"
CODE = "LAND_REFORM"
CORE = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"
UTM = next(uri for uri, crs in OFFERED.items() if crs.epsg == 32647)


@pytest.fixture
def client(client_of: Any, officer: User) -> Client:
    signed_in: Client = client_of(officer)
    return signed_in


@pytest.fixture
def uid(client: Client) -> str:
    answer = client.post(PARCELS, feature(square(), land_class=CODE, name="ก"), content_type="application/json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def get(client: Client, path: str, status: int = 200, media: str = "", **params: str) -> Any:
    answer = client.get(path, params, headers={"accept": media} if media else {})
    assert answer.status_code == status, answer.content
    return answer


@pytest.mark.parametrize("language", ["th", "en"])
def test_names_stand_beside_codes_on_demand(client: Client, uid: str, language: str) -> None:
    names = dict(LISTS["land_class"]._default_manager.values_list("code", f"name_{language}"))
    for path in (PARCELS, f"{PARCELS}/{uid}"):
        found = get(client, path, labels=language).json()
        [one] = found.get("features", [found])
        assert one["properties"]["land_class_label"] == names[CODE]
        assert one["properties"]["state_label"] is None  # no application, no state
        plain = get(client, path).json()
        [bare] = plain.get("features", [plain])
        assert {k: v for k, v in one["properties"].items() if not k.endswith("_label")} == bare["properties"]
        assert not any(name.endswith("_label") for name in bare["properties"])
    chosen = get(client, PARCELS, labels=language, properties="land_class,name").json()["features"][0]["properties"]
    assert chosen == {"land_class": CODE, "land_class_label": names[CODE], "name": "ก"}


@pytest.mark.parametrize(
    ("path", "params", "name"),
    [(PARCELS, {"labels": "de"}, "labels"), (PARCELS, {"labels": "th", "f": "csv"}, "labels"),
     (PARCELS, {"f": "fg"}, "f"), ("/api/codes", {"f": "jsonfg"}, "f")],
)  # fmt: skip
def test_forms_that_are_none_are_refused_by_name(client: Client, path: str, params: dict[str, str], name: str) -> None:
    problem = get(client, path, 400, **params).json()
    assert problem["code"] == "bad_parameter"
    assert name in problem["title"]


@pytest.mark.parametrize("name", ["applications", "applicants", "attachments", "documents"])
def test_records_of_the_register_have_no_such_forms_and_say_so(client: Client, name: str) -> None:
    assert get(client, f"/api/{name}", 400, labels="th").json()["code"] == "unknown_parameter"
    assert get(client, f"/api/{name}", 400, f="jsonfg").json()["code"] == "bad_parameter"


def test_json_fg_by_name_and_by_accept(client: Client, uid: str) -> None:
    for path in (PARCELS, f"{PARCELS}/{uid}"):
        answer = get(client, path, f="jsonfg")
        assert answer["Content-Type"] == FG
        asked = get(client, path, media=FG)
        assert asked["Content-Type"] == FG
        found = answer.json()
        assert (found["conformsTo"], found["featureType"]) == ([CORE], "parcels")
        [one] = found.get("features", [found])
        assert one["geometry"] == get(client, f"{PARCELS}/{uid}").json()["geometry"]
        assert one["place"] is None
        assert one["time"]["timestamp"].endswith("Z")
    assert get(client, PARCELS, media=f"{FG};q=0.5, application/geo+json")["Content-Type"] == "application/geo+json"


def test_json_fg_has_other_systems_in_place(client: Client, uid: str) -> None:
    found = get(client, f"{PARCELS}/{uid}", f="jsonfg", crs=UTM).json()
    plain = get(client, f"{PARCELS}/{uid}", crs=UTM).json()
    assert (found["coordRefSys"], found["geometry"], found["place"]) == (UTM, None, plain["geometry"])


def test_pages_of_json_fg_lead_to_such_pages(client: Client, uid: str) -> None:
    second = client.post(PARCELS, feature(square(5)), content_type="application/json")
    assert second.status_code == 201
    page = get(client, PARCELS, media=FG, limit="1").json()
    link = next(one for one in page["links"] if one["rel"] == "next")
    assert link["type"] == FG
    following = client.get(link["href"])
    assert following["Content-Type"] == FG
    assert {page["features"][0]["id"], following.json()["features"][0]["id"]} == {uid, second.json()["id"]}


def test_gdal_reads_json_fg_with_its_system(client: Client, uid: str, tmp_path: Path) -> None:
    file = tmp_path / "parcels.json"
    file.write_bytes(get(client, PARCELS, f="jsonfg", crs=UTM).content)
    meta, _, shapes, columns = pyogrio.raw.read(f"JSONFG:{file}")
    named = dict(zip(meta["fields"], columns, strict=True))
    assert meta["crs"] == "EPSG:32647"
    assert len(shapes) == 1
    assert [*named["name"]] == ["ก"]
