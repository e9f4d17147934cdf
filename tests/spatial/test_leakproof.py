"""The operator that may be asked before row security tells nothing but its answer (docs/decisions/row-security.md)."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
KINDS = (
    "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
    "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "POLYHEDRALSURFACE", "TRIANGLE", "TIN",
)  # fmt: skip
SHAPES = (
    *(f"{kind}{more} EMPTY" for kind in KINDS for more in ("", " Z", " M", " ZM")),
    "POINT(101 16)", "POINT(NaN NaN)", "POINT Z(1 2 NaN)", "POINT(1e308 -1e308)",
    "LINESTRING(0 0, 1 1)", "LINESTRING(0 0, NaN 1)", "LINESTRING(5 5, 5 5)", "MULTIPOINT((0 0), EMPTY, (1e39 0))",
    "POLYGON((0 0, 1 1, 0 1, 1 0, 0 0))", "POLYGON((0 0, 0 0, 0 0, 0 0))", "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), EMPTY)",
    "GEOMETRYCOLLECTION(POINT(1 1), GEOMETRYCOLLECTION(LINESTRING EMPTY, POINT(NaN 2)))",
    "CIRCULARSTRING(0 0, 1 1, 2 0)", "CIRCULARSTRING(0 0, 0 0, 0 0)", "COMPOUNDCURVE((0 0, 1 1), CIRCULARSTRING(1 1, 2 2, 3 1))",
    "CURVEPOLYGON(CIRCULARSTRING(0 0, 2 2, 4 0, 2 -2, 0 0))", "TRIANGLE((0 0, 1 0, 0 1, 0 0))", "TIN(((0 0, 1 0, 0 1, 0 0)))",
    "POLYHEDRALSURFACE Z(((0 0 0, 0 1 0, 1 1 0, 0 0 0)))",
)  # fmt: skip


def test_it_is_the_one_operator_of_the_index_that_is_called_leakproof() -> None:
    """Of those that an index of places answers; comparisons of whole values are PostGIS's own matter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.oprcode::regprocedure::text FROM pg_amop a JOIN pg_opfamily f ON f.oid = a.amopfamily"
            " JOIN pg_operator o ON o.oid = a.amopopr JOIN pg_proc p ON p.oid = o.oprcode"
            " WHERE f.opfname = 'gist_geometry_ops_2d' AND p.proleakproof"
        )
        assert cursor.fetchall() == [("geometry_overlaps(geometry,geometry)",)]


def test_it_fails_for_no_geometry_and_says_nothing() -> None:
    """Every shape against every other, also with another reference system and as they lie in a table, packed or not."""
    with connection.cursor() as cursor:
        connection.connection.notices.clear()
        cursor.execute(
            "CREATE TEMP TABLE shape ON COMMIT DROP AS"
            " SELECT ST_SetSRID(ST_GeomFromText(wkt), srid) AS geom FROM unnest(%s) wkt, unnest(ARRAY[0, 4326, 32647]) srid"
            " UNION ALL SELECT ST_Segmentize(ST_MakeEnvelope(0, 0, 1, 1, 4326), 1.0 / n) FROM generate_series(1, 20001, 4000) n"
            " UNION ALL SELECT ST_SetSRID(ST_MakePoint(x, -x), 4326) FROM unnest(ARRAY[1e308, 'Infinity', 'NaN']::float[]) x",
            [list(SHAPES)],
        )
        cursor.execute("SELECT count(*), count(a.geom && b.geom) FROM shape a, shape b")
        asked, answered = cursor.fetchone()
    assert asked == answered == (3 * len(SHAPES) + 9) ** 2
    assert connection.connection.notices == []
