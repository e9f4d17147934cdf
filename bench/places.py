"""What is asked for: boxes of about 1,000 parcels, single parcels and tiles, the same for every contestant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
# Places are drawn by a fixed rule, so that every run asks the same.
CENTRES = """
    SELECT ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom)) FROM plaeng.parcel
    WHERE geom IS NOT NULL AND tambon >= %(area)s AND tambon < %(area)s || ':'
    ORDER BY md5(uid::text) LIMIT %(count)s
"""
COUNT = """
    SELECT count(*), count(*) FILTER (WHERE tambon >= %(area)s AND tambon < %(area)s || ':') FROM plaeng.parcel
    WHERE withdrawn_at IS NULL AND ST_Intersects(geom, ST_MakeEnvelope(%(w)s, %(s)s, %(e)s, %(n)s, 4326))
"""
WIDTH, HEIGHT = 1.0, 1.12


@dataclass(frozen=True)
class Places:
    """Boxes (west, south, east, north) in one scope, and parcels by uid and by id."""

    area: str
    boxes: list[Box]
    uids: list[str]
    ids: list[int]


def find(cursor: Any, area: str, count: int) -> Places:
    """`count` boxes of 1,000 to 1,040 parcels that lie wholly within `area`, and as many parcels."""
    cursor.execute(CENTRES, {"area": area, "count": count * 40})
    boxes: list[Box] = []
    for x, y in cursor.fetchall():
        box = _box(cursor, area, x, y)
        if box:
            boxes.append(box)
        if len(boxes) == count:
            break
    cursor.execute(
        "SELECT uid, id FROM plaeng.parcel WHERE tambon >= %(area)s AND tambon < %(area)s || ':'"
        " ORDER BY md5(uid::text) LIMIT %(count)s",
        {"area": area, "count": 60},
    )
    rows = cursor.fetchall()
    return Places(area, boxes, [str(uid) for uid, _ in rows], [key for _, key in rows])


def _box(cursor: Any, area: str, x: float, y: float) -> Box | None:
    low, high = 0.0, 0.4
    for _ in range(24):
        half = (low + high) / 2
        box = (x - half * WIDTH, y - half * HEIGHT, x + half * WIDTH, y + half * HEIGHT)
        box = (round(box[0], 6), round(box[1], 6), round(box[2], 6), round(box[3], 6))
        cursor.execute(COUNT, {"area": area, **dict(zip("wsen", box, strict=True))})
        every, mine = cursor.fetchone()
        if 1_000 <= every <= 1_040:
            return box if every == mine else None
        low, high = (half, high) if every < 1_000 else (low, half)
    return None


def tile(x: float, y: float, zoom: int) -> tuple[int, int]:
    """The column and row of the web Mercator tile over a place in degrees."""
    size = 2**zoom
    across = (x + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(y))) / math.pi) / 2
    return int(across * size), int(down * size)
