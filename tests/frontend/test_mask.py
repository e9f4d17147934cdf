"""The religion on an ID card is covered before the picture leaves the device."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.frontend.desk import Case, Desk, open_case
from tests.frontend.test_accessibility import SIZES, violations

Open = Callable[..., Page]
WIDTH, HEIGHT = 1000, 630
RED = (200, 20, 20)


def card() -> FilePayload:
    """A red picture of the shape of an ID card."""
    content = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), RED).save(content, "PNG")
    return FilePayload(name="บัตร.png", mimeType="image/png", buffer=content.getvalue())


def choose(page: Page, case: Case, file: FilePayload) -> Locator:
    """Choose a file for the ID card on the step of papers; the dialog that opens."""
    page.goto(f"{case.path}/edit#papers")
    page.locator('[data-kind="ID_CARD"] input[type="file"]').first.set_input_files(file)
    return page.get_by_role("dialog", name="ปิดศาสนาในภาพ")


def stored(page: Page, case: Case) -> Image.Image:
    """The one ID card that the server has now."""
    rows = page.context.request.get(f"/api/attachments?application={case.uid}").json()["items"]
    assert [(row["kind"], row["masked"]) for row in rows] == [("ID_CARD", True)]
    return Image.open(io.BytesIO(page.context.request.get(f"/api/attachments/{rows[0]['uid']}/file").body())).convert(
        "RGB"
    )


def brightness(picture: Image.Image, x: float, y: float) -> int:
    """Red at a place in parts of the picture."""
    red = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(red, tuple)
    return int(red[0])


@pytest.fixture
def page(page_as: Open) -> Page:
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def case(page: Page) -> Case:
    return Desk(page).case()


def test_bars_are_burnt_into_what_is_sent(page: Page, case: Case) -> None:
    dialog = choose(page, case, card())
    expect(dialog.get_by_role("button", name="แถบที่ 1")).to_be_focused()
    dialog.get_by_role("button", name="เพิ่มแถบ").click()
    expect(dialog.get_by_role("button", name="แถบที่ 2")).to_be_focused()
    dialog.get_by_role("button", name="ปิดแล้วส่ง").click()
    expect(page.locator('[data-kind="ID_CARD"] .tag-good')).to_be_visible()
    picture = stored(page, case)
    assert picture.size == (WIDTH, HEIGHT)
    assert brightness(picture, 0.44, 0.61) < 20
    assert brightness(picture, 0.44, 0.72) < 20
    assert brightness(picture, 0.44, 0.30) > 150


def test_a_bar_is_moved_and_sized_by_keys_and_by_mouse(page: Page, case: Case) -> None:
    dialog = choose(page, case, card())
    bar = dialog.get_by_role("button", name="แถบที่ 1")
    expect(bar).to_be_focused()
    for key in ("ArrowUp", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight"):
        for _ in range(5):
            page.keyboard.press(key)
    expect(bar).to_have_accessible_name("แถบที่ 1: จากซ้าย 31 % จากบน 51 % กว้าง 41 % สูง 14 %")
    where = bar.locator(".mask-black").bounding_box()
    assert where
    x, y = where["x"] + where["width"] / 3, where["y"] + where["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 2000)
    page.mouse.up()
    expect(bar).to_have_accessible_name("แถบที่ 1: จากซ้าย 31 % จากบน 0 % กว้าง 41 % สูง 14 %")
    page.keyboard.press("Delete")
    expect(bar).to_be_visible()  # the last one stays


def test_nothing_is_sent_when_it_is_cancelled(page: Page, case: Case) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    dialog = choose(page, case, card())
    dialog.get_by_role("button", name="ยกเลิก").click()
    expect(dialog).to_have_count(0)
    assert [url for url in sent if "attachments" in url] == []


def test_what_cannot_be_covered_is_not_taken(page: Page, case: Case) -> None:
    file = FilePayload(name="บัตร.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4")
    dialog = choose(page, case, file)
    expect(page.locator('[data-kind="ID_CARD"]').get_by_role("alert")).to_contain_text("บัตรประชาชนต้องเป็นภาพ")
    expect(dialog).to_have_count(0)


def test_the_page_of_an_application_covers_as_well(page: Page, case: Case) -> None:
    open_case(page, case)
    page.locator("#papers").get_by_label("ชนิดเอกสาร").select_option("ID_CARD")
    page.locator('#papers input[type="file"]').first.set_input_files(card())
    page.get_by_role("dialog").get_by_role("button", name="ปิดแล้วส่ง").click()
    expect(page.locator("#papers .paper")).to_contain_text("ปิดข้อมูลศาสนาแล้ว")
    assert brightness(stored(page, case), 0.44, 0.61) < 20


@SIZES
def test_axe_finds_nothing_while_covering(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    dialog = choose(page, Desk(page).case(), card())
    expect(dialog).to_be_visible()
    assert violations(page) == []
