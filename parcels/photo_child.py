"""A photo or PDF from somebody else, looked at in a process of its own (parcels/files.py starts it, with limits).

Reads bytes from stdin. Writes one line of JSON, then the bytes to keep and those of the thumbnail. It exits with 3 for a
file that is none of ours, 4 for one that is locked; whatever else goes wrong ends it without an answer.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfReader

FOREIGN, LOCKED = 3, 4
LONGEST_PX, THUMBNAIL_PX = 2560, 320
PHOTOS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 80_000_000
MOST_PAGES = 200


def photo(data: bytes, turned: int) -> tuple[dict[str, Any], bytes, bytes]:
    """Encoded anew as JPEG, upright, without anything but the picture; place and time of the camera are told apart."""
    with Image.open(io.BytesIO(data), formats=PHOTOS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            sys.exit(FOREIGN)
        about = _camera(opened)
        opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    if turned:
        upright = upright.rotate(-turned, expand=True)
    upright.thumbnail((LONGEST_PX, LONGEST_PX))
    kept = _jpeg(upright, 88)
    upright.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    return {**about, "media_type": "image/jpeg", "pages": 1}, kept, _jpeg(upright, 80)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _camera(image: Image.Image) -> dict[str, Any]:
    """Where and when a photo was taken, as the camera wrote it (EXIF); its clock says no time zone."""
    exif = image.getexif()
    about: dict[str, Any] = {}
    taken = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal) or exif.get(Base.DateTime)
    with suppress(ValueError):
        about["taken_at"] = datetime.strptime(str(taken), "%Y:%m:%d %H:%M:%S").isoformat()
    gps = exif.get_ifd(IFD.GPSInfo)
    try:
        lat = _degrees(gps[GPS.GPSLatitude]) * (-1 if gps.get(GPS.GPSLatitudeRef) == "S" else 1)
        lon = _degrees(gps[GPS.GPSLongitude]) * (-1 if gps.get(GPS.GPSLongitudeRef) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return about
    return {**about, "lonlat": [lon, lat]} if abs(lat) <= 90 and abs(lon) <= 180 else about


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def pdf(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """As it is; that it can be read, and how many pages it has."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        sys.exit(LOCKED)
    pages = len(reader.pages)
    if not 1 <= pages <= MOST_PAGES:
        sys.exit(FOREIGN)
    return {"media_type": "application/pdf", "pages": pages}, data, b""


def main() -> None:
    data = sys.stdin.buffer.read()
    turned = int(sys.argv[1])
    about, kept, small = pdf(data) if data.startswith(b"%PDF-") else photo(data, turned)
    about |= {"kept": len(kept), "small": len(small)}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + kept + small)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        sys.exit(FOREIGN)
