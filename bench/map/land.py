"""A tract of parcels that share their borders, so many that all are in one view."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Beyond the province, so that no other parcel lies there.
WEST, SOUTH = 103.40, 15.40
TAMBON = "670101"
# Crooked rectangles: each corner is moved by a rule, the same for the four that share it.
FILL = """
    WITH corner AS (
        SELECT i, j, round((%(west)s + (i + 0.2 * sin(i * 7 + j * 3)) * %(dx)s)::numeric, 8) AS x,
               round((%(south)s + (j + 0.2 * cos(i * 5 + j * 11)) * %(dy)s)::numeric, 8) AS y
        FROM generate_series(0, %(columns)s) i, generate_series(0, %(rows)s) j
    )
    INSERT INTO plaeng.parcel (tambon, geom)
    SELECT %(tambon)s, ST_Multi(ST_MakePolygon(ST_MakeLine(ARRAY[
        ST_SetSRID(ST_MakePoint(a.x, a.y), 4326), ST_SetSRID(ST_MakePoint(b.x, b.y), 4326),
        ST_SetSRID(ST_MakePoint(c.x, c.y), 4326), ST_SetSRID(ST_MakePoint(d.x, d.y), 4326),
        ST_SetSRID(ST_MakePoint(a.x, a.y), 4326)])))
    FROM corner a JOIN corner b ON b.i = a.i + 1 AND b.j = a.j JOIN corner c ON c.i = a.i + 1 AND c.j = a.j + 1
    JOIN corner d ON d.i = a.i AND d.j = a.j + 1
"""
# Where everything is, so that the map finds a tambon at each place, as on a server with outlines.
OUTLINE = """
    UPDATE plaeng.area SET geom = ST_Multi(ST_MakeEnvelope(103.2, 15.2, 103.7, 15.7, 4326))
    WHERE code = %(tambon)s AND geom IS NULL
"""
THERE = "SELECT count(*) FROM plaeng.parcel WHERE geom && ST_MakeEnvelope(%(w)s, %(s)s, %(e)s, %(n)s, 4326)"


@dataclass(frozen=True)
class Tract:
    """`columns` by `rows` parcels of `dx` by `dy` degrees."""

    columns: int
    rows: int
    dx: float = 0.00072
    dy: float = 0.00060

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def centre(self) -> tuple[float, float]:
        return WEST + self.columns * self.dx / 2, SOUTH + self.rows * self.dy / 2


# 160 by 125 parcels of 77 m by 66 m: 12 km by 8 km, a view of 1440 by 900 at zoom 14.
WHOLE = Tract(160, 125)


def fill(tract: Tract) -> None:
    """Put the tract there, if it is not. Triggers and rules work as for anybody's parcels."""
    box = {
        "w": WEST - 0.01,
        "s": SOUTH - 0.01,
        "e": WEST + tract.columns * tract.dx,
        "n": SOUTH + tract.rows * tract.dy,
    }
    with connection.cursor() as cursor:
        cursor.execute(OUTLINE, {"tambon": TAMBON})
        cursor.execute(THERE, box)
        if cursor.fetchone()[0] >= tract.count:
            return
        cursor.execute("SET statement_timeout = 0")
        size = {"west": WEST, "south": SOUTH, "dx": tract.dx, "dy": tract.dy}
        cursor.execute(FILL, {**size, "columns": tract.columns, "rows": tract.rows, "tambon": TAMBON})
        cursor.execute("ANALYZE plaeng.parcel")
    connection.close()
