"""Papers and photos: judged by content, encoded anew, seen only by those who may, with a trace (SECURITY.md 11, 14, 35)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter

from parcels import files
from parcels.models import Attachment, AttachmentContent, ReadLog
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db


def jpeg(width: int = 60, height: int = 40, *, exif: bool = False, taken: str = "") -> bytes:
    image = Image.new("RGB", (width, height), "green")
    image.putpixel((0, 0), (255, 0, 0))
    out = io.BytesIO()
    tags = Image.Exif()
    if taken:
        tags.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    if exif:
        tags[Base.Orientation] = 6
        tags.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2021:12:09 10:30:00"
        tags.get_ifd(IFD.GPSInfo).update(
            {
                GPS.GPSLatitudeRef: "N",
                GPS.GPSLatitude: (16.0, 24.0, 1.8),
                GPS.GPSLongitudeRef: "E",
                GPS.GPSLongitude: (101.0, 9.0, 1.8),
            }
        )
    image.save(out, "JPEG", exif=tags, quality=95)
    return out.getvalue()


def pdf(pages: int = 2, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def send(
    story: Story, data: bytes, who: str = "officer", status: int = 201, media: str = "image/jpeg", **params: str
) -> Any:
    asked = {"application": story.uid, "kind": "SITE_PHOTO", "name": "ภาพ.jpg", **params}
    answer = story.client(who).post("/api/attachments", data, content_type=media, query_params=asked)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_photo_is_encoded_anew_upright_with_place_and_time(story: Story) -> None:
    story.apply()
    made = send(story, jpeg(exif=True))
    assert made["media_type"] == "image/jpeg"
    assert made["taken_at"].startswith("2021-12-09T03:30:00")
    assert made["location"]["coordinates"] == [101.1505, 16.4005]
    assert made["file_name"] == "ภาพ.jpg"
    answer = story.client("officer").get(f"/api/attachments/{made['uid']}/file")
    assert answer["Content-Disposition"] == 'attachment; filename="site_photo.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(answer.content)) as kept:
        assert kept.size == (40, 60)
        assert not kept.getexif()
    small = story.client("officer").get(f"/api/attachments/{made['uid']}/thumbnail")
    assert small["Content-Type"] == "image/jpeg"


def test_large_photos_become_smaller(story: Story) -> None:
    story.apply()
    made = send(story, jpeg(4000, 2000))
    with Image.open(io.BytesIO(AttachmentContent.objects.get().data)) as kept:
        assert kept.size == (2560, 1280)
    assert made["size_bytes"] == len(AttachmentContent.objects.get().data)


def test_a_pdf_stays_as_it_is(story: Story) -> None:
    story.apply()
    data = pdf(3)
    made = send(story, data, media="application/pdf", kind="LAND_DOC", name="โฉนด.pdf")
    assert (made["media_type"], made["pages"]) == ("application/pdf", 3)
    client = story.client("officer")
    assert client.get(f"/api/attachments/{made['uid']}/file").content == data
    assert client.get(f"/api/attachments/{made['uid']}/thumbnail").status_code == 404


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00 this program cannot be run", "file_not_readable"),
        (b"<html><script>alert(1)</script></html>", "file_not_readable"),
        (b"%PDF-1.7\nnothing more", "file_not_readable"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "file_not_readable"),
        (b"GIF89a" + b"\0" * 100, "file_not_readable"),
        (pdf(1, "secret"), "file_locked"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(story: Story, data: bytes, code: str) -> None:
    story.apply()
    assert send(story, data, status=422, name="บัตร.jpg")["code"] == code
    assert not Attachment.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused(story: Story) -> None:
    story.apply()
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert send(story, out.getvalue(), status=422)["code"] == "file_not_readable"


def test_eleven_mebibytes_are_refused_before_they_are_read(story: Story) -> None:
    story.apply()
    assert send(story, b"\0" * (11 * 1024 * 1024), status=413)["code"] == "too_large"


def test_the_same_file_twice_is_refused(story: Story) -> None:
    story.apply()
    send(story, jpeg())
    assert send(story, jpeg(), status=422)["code"] == "attachment_twice"
    send(story, jpeg(), kind="PLAN")


def test_a_paper_is_returned_with_a_reason_and_counts_no_more(story: Story) -> None:
    story.until("APPLIED")
    story.papers()
    paper = Attachment.objects.get(kind="LAND_DOC")
    path = f"attachments/{paper.uid}"
    refused = story.patch("colleague", path, {"result": "RETURNED"}, 422)
    assert refused["code"] == "reason_missing"
    done = story.patch("colleague", path, {"result": "RETURNED", "result_reason": "ภาพไม่ชัด"})
    assert (done["checked_by"], done["result"]) == ("colleague", "RETURNED")
    assert [m["path"] for m in story.moves("colleague")["DOCS_OK"]["missing"]] == ["/attachments/LAND_DOC"]


def test_a_photo_is_turned(story: Story) -> None:
    story.apply()
    made = send(story, jpeg(60, 40))
    answer = story.client("officer").post(
        f"/api/attachments/{made['uid']}/rotation", {"degrees": 90}, content_type="application/json",
        headers={"if-match": '"1"'},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    with Image.open(io.BytesIO(AttachmentContent.objects.get().data)) as kept:
        assert kept.size == (40, 60)
    again = story.client("officer").post(
        f"/api/attachments/{made['uid']}/rotation", {"degrees": 90}, content_type="application/json",
        headers={"if-match": '"1"'},
    )  # fmt: skip
    assert again.status_code == 412


def test_opening_a_paper_that_names_people_leaves_a_trace(story: Story) -> None:
    story.apply()
    photo = send(story, jpeg())
    card = send(story, jpeg(61), kind="ID_CARD", masked="true")
    client = story.client("officer")
    client.get(f"/api/attachments/{photo['uid']}/file")
    assert not ReadLog.objects.exists()
    client.get(f"/api/attachments/{card['uid']}/file")
    row = ReadLog.objects.get()
    assert (row.collection, row.columns, row.parameters) == ("attachments", ["ID_CARD"], [card["uid"]])


def test_others_find_nothing(story: Story) -> None:
    story.apply()
    made = send(story, jpeg())
    for path in ("", "/file", "/thumbnail"):
        assert story.client("neighbour").get(f"/api/attachments/{made['uid']}{path}").status_code == 404
    assert send(story, jpeg(), who="neighbour", status=404)["code"] == "not_found"
    assert send(story, jpeg(), who="viewer", status=404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"kind": "SELFIE"}, 400),
        ({"application": "x"}, 404),
        ({"masked": "yes"}, 400),
        ({"parcel": "x"}, 422),
        ({"odd": "1"}, 400),
    ],
)
def test_bad_parameters_are_named(story: Story, params: dict[str, str], status: int) -> None:
    story.apply()
    send(story, jpeg(), status=status, **params)


def test_a_photo_that_waits_too_long_for_its_turn_may_come_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, a phone would never send it again."""
    story.apply()
    with monkeypatch.context() as patched:
        patched.setattr(files, "WALL_S", 0.01)
        assert send(story, jpeg(), status=503)["code"] == "machine_busy"
    assert not Attachment.objects.exists()
    send(story, jpeg())
