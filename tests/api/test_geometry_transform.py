"""Places of the reference systems that deeds are written in, as the pen asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.test_items import post
from tests.conftest import shared

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def editor(client_of: As, province: User) -> Client:
    return client_of(province)


def ask(client: Client, **body: Any) -> Any:
    return post(client, "/api/geometry/transform", body)


def test_places_of_every_system_are_those_of_the_table(editor: Client) -> None:
    for row in json.loads(shared("cases/transforms.json").read_text()):
        for epsg, name in ((32600, "utm_wgs84"), (24000, "indian1975")):
            system, metres = epsg + row["zone"], [row[f"{name}_e"], row[f"{name}_n"]]
            there = ask(editor, epsg=system, places=[metres]).json()
            assert there["places"][0] == pytest.approx([row["lon"], row["lat"]], abs=2e-8)
            back = ask(editor, epsg=system, places=there["places"], back=True).json()
            assert back["places"][0] == pytest.approx(metres, abs=0.01)
            assert ("scale" in back) == (epsg == 32600)


def test_degrees_stay_and_land_elsewhere_is_refused(editor: Client) -> None:
    assert ask(editor, epsg=4326, places=[[101.5, 16.123456789]]).json() == {"places": [[101.5, 16.12345679]]}
    for epsg, place, code in (
        (4326, [16.1, 101.5], "swapped_axes"),
        (4326, [0.1, 51.5], "out_of_country"),
        (32647, [1_795_572, 743_630], "out_of_country"),
        (32648, [899_000, 2_399_000], "out_of_country"),
    ):
        answer = ask(editor, epsg=epsg, places=[place])
        assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("places", [[], [[1]], [["a", 2]], [[1, 2, 3]], "x", [[101.5, True]]])
def test_what_is_no_pair_of_numbers_is_refused(editor: Client, places: Any) -> None:
    assert ask(editor, epsg=4326, places=places).status_code == 422


def test_who_may_not_edit_may_not_ask(client_of: As, viewer: User) -> None:
    assert ask(client_of(viewer), epsg=4326, places=[[101.5, 16.1]]).status_code == 403
