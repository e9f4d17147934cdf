"""The API's resources as pages: to whom prefers them, in his language, with nothing inline and links both ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PAGES = ["/api/", "/api/conformance", "/api/collections", "/api/collections/parcels", PARCELS]


def as_page(client: Client, path: str, accept: str = BROWSER) -> Any:
    return client.get(path, headers={"accept": accept, "accept-language": "en"})


@pytest.mark.parametrize("path", [*PAGES, "/api/docs"])
def test_browsers_get_a_thai_page_with_nothing_inline(client_of: As, officer: User, path: str) -> None:
    answer = as_page(client_of(officer), path)
    html = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="th">' in html
    assert "Cookie" in answer["Vary"]
    scripts = re.findall(r"<script\b[^>]*>", html)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", html)


@pytest.mark.parametrize("path", [*PAGES, "/api/docs"])
def test_who_chose_english_reads_english(client_of: As, officer: User, path: str) -> None:
    client = client_of(officer)
    client.cookies["django_language"] = "en"
    html = as_page(client, path).content.decode()
    assert '<html lang="en">' in html
    assert "Documentation" in html


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/geo+json, text/html;q=0.5", ""])
def test_programs_get_json(client_of: As, officer: User, path: str, accept: str) -> None:
    answer = as_page(client_of(officer), path, accept)
    assert answer["Content-Type"] in {"application/json", "application/geo+json"}
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_and_json_link_to_each_other(client_of: As, officer: User, path: str) -> None:
    client = client_of(officer)
    data = client.get(path).json()
    if path != "/api/conformance":
        there = next(link for link in data["links"] if link["rel"] == "alternate" and link["type"] == "text/html")
        page = client.get(there["href"].removeprefix("http://127.0.0.1:8000"))
    else:
        page = client.get(f"{path}?f=html")
    found = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', page.content.decode())
    assert found
    back = client.get(found[1].replace("&amp;", "&")).json()
    assert set(back) == set(data)


def test_a_list_shows_rows_form_map_and_the_way_on(client_of: As, officer: User) -> None:
    client = client_of(officer)
    for n in range(3):
        stored(client, feature(square(2 * n), name=f"แปลง {n} <b>"))
    first = as_page(client, f"{PARCELS}?limit=2&q=&state=").content.decode()
    assert "แปลง 0 &lt;b&gt;" in first
    assert "<b>" not in first.split("<tbody>")[1].split("</tbody>")[0]
    assert 'id="shapes"' in first
    assert 'rel="prev"' not in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = as_page(client, onward[1].replace("&amp;", "&")).content.decode()
    assert "แปลง 2" in second
    assert 'rel="prev"' in second
    assert "แปลง 0" not in second


def test_one_feature_is_a_page_with_its_values_in_words(client_of: As, officer: User) -> None:
    client = client_of(officer)
    one = stored(client, feature(square(), joined_area_m2=1600, land_class="PRIVATE"))
    html = as_page(client, f"{PARCELS}/{one['id']}").content.decode()
    assert one["properties"]["code"] in html
    assert "1-0-00.0" in html
    assert f"?parcel={one['id']}" in html


def test_what_needs_a_sign_in_leads_to_it_and_back(client: Client) -> None:
    answer = as_page(client, f"{PARCELS}?limit=5")
    assert answer.status_code == 401
    assert "โปรดเข้าสู่ระบบก่อน" in answer.content.decode()
    assert "/sign-in?next=%2Fapi%2Fcollections%2Fparcels%2Fitems%3Flimit%3D5" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PARCELS}?colour=red", 400),
        (f"{PARCELS}/00000000-0000-4000-8000-000000000000", 404),
        (f"{PARCELS}?limit=0", 400),
    ],
)
def test_refusals_are_pages_too(client_of: As, officer: User, path: str, status: int) -> None:
    answer = as_page(client_of(officer), path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "unknown_parameter" in answer.content.decode() or status == 404 or "bad_parameter" in answer.content.decode()


def test_pages_hide_what_the_role_may_not_read(client_of: As, officer: User, viewer: User) -> None:
    stored(client_of(officer))
    assert "ผู้สมัคร" in as_page(client_of(officer), "/api/collections/parcels").content.decode()
    assert "ผู้สมัคร" not in as_page(client_of(viewer), "/api/collections/parcels").content.decode()


def test_a_list_in_metres_has_no_map(client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client)
    metres = "http://www.opengis.net/def/crs/EPSG/0/32647"
    assert 'id="shapes"' not in as_page(client, f"{PARCELS}?crs={metres}").content.decode()
