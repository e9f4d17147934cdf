"""Where a picture of the land was taken: the place of this device is that of a picture which was just taken, of no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page

from tests.browser import Server
from tests.frontend.desk import Desk
from tests.register.test_attachments import jpeg

Sql = Callable[..., list[tuple[Any, ...]]]
FILES, CAMERA = 0, 1
OLD = "2021:12:09 10:30:00"
PLACE = (
    "SELECT round(ST_X(location)::numeric, 4)::text, round(ST_Y(location)::numeric, 4)::text FROM attachment"
    " WHERE application = (SELECT id FROM application WHERE uid = %s)"
)


@pytest.mark.parametrize(
    ("source", "taken", "is_placed"),
    [
        (FILES, "", False),  # sent by somebody, saved just now: its time was taken out on the way
        (FILES, OLD, False),
        (FILES, "now", True),
        (CAMERA, "", True),
        (CAMERA, OLD, False),  # a computer opens its folders in place of a camera
        (CAMERA, "now", True),
    ],
)
def test_only_a_picture_that_was_just_taken_has_the_place_of_the_device(
    page_as: Callable[..., Page], server: Server, sql: Sql, source: int, taken: str, is_placed: bool
) -> None:
    page = page_as("amphoe01", path="/outbox")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": server.url}])
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 101.1234, "latitude": 16.4321, "accuracy": 5})
    case = Desk(page).case()
    page.goto(case.path)
    page.locator("#papers").get_by_label("Kind of paper").select_option("SITE_PHOTO")
    if taken == "now":
        taken = page.evaluate("new Date().toLocaleString('sv').replace(/-/g, ':')")
    picture = FilePayload(name="land.jpg", mimeType="image/jpeg", buffer=jpeg(600, 400, taken=taken))
    is_sent = re.compile(r"/api/attachments\?")
    with page.expect_response(is_sent) as sent:
        page.locator('#papers input[type="file"]').nth(source).set_input_files([picture])
    assert sent.value.status == 201
    assert sql(PLACE, case.uid) == [("101.1234", "16.4321") if is_placed else (None, None)]
