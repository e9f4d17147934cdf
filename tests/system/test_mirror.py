"""The script of docs/mirror against a live server: a GeoPackage that follows inserts, updates and deletes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.conf import settings
from django.core.management import call_command
from pyogrio.raw import read
from shapely.geometry import shape

from tests.browser import start_server
from tests.cluster import Cluster
from tests.parcels import land
from tests.parcels.land import run
from tests.soak.people import Person

SCRIPT = Path(settings.BASE_DIR) / "docs" / "mirror" / "mirror.py"


def rows_of(file: Path, layer: str) -> dict[str, tuple[str, str | None, bytes | None]]:
    """uid -> version, name or note, and shape, as GDAL reads them."""
    meta, _, shapes, columns = read(file, layer=layer)
    named = dict(zip(meta["fields"], columns, strict=True))
    text = named["name" if layer == "parcels" else "note"]
    return {
        uid: (version, said, wkb) for uid, version, said, wkb in zip(named["uid"], named["version"], text, shapes, strict=True)
    }  # fmt: skip


def truth_of(person: Person, layer: str) -> dict[str, tuple[str, str | None, bytes | None]]:
    return {
        uid: (
            str(feature["properties"]["version"]),
            feature["properties"]["name" if layer == "parcels" else "note"],
            shapely.to_wkb(shape(feature["geometry"])) if feature["geometry"] else None,
        )
        for uid, feature in person.all_of(layer).items()
    }


@pytest.fixture
def server(cluster: Cluster, own_database: str, tmp_path: Path) -> Any:
    process, url = start_server(cluster.url(own_database), tmp_path)
    yield url
    process.terminate()
    process.wait(30)


def test_a_geopackage_stays_in_step(server: str, plain_sql: Callable[[], Any], tmp_path: Path) -> None:
    db = plain_sql()
    db.autocommit = True
    person = Person(server, "AMPHOE_OFFICER", "6701")
    made = person.ask("POST", "/api/tokens", {"name": "mirror", "scope": "read"}, Content_Type="application/json")
    assert made.status == 201, made.body
    token = made.body["token"]
    file = tmp_path / "mirror.gpkg"

    def is_in_step(*counts: int) -> bool:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), server, token, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        held = [rows_of(file, layer) for layer in ("parcels", "zones")]
        assert [len(rows) for rows in held] == list(counts)
        return held == [truth_of(person, layer) for layer in ("parcels", "zones")]

    first, second, third = (land.parcel(db, x=30 * n) for n in range(3))
    land.zone(db, first)
    assert is_in_step(3, 1)
    run(db, "INSERT INTO parcel (tambon, name) VALUES ('670101', 'ยังไม่วาด')")
    run(db, "UPDATE parcel SET name = 'ใหม่', geom = ST_Translate(geom, 0, 0.01) WHERE id = %s", second)
    land.zone(db, second, x=30, y=10)
    assert is_in_step(4, 2)
    run(db, "DELETE FROM zone WHERE parcel = %s", second)
    run(db, "UPDATE parcel SET withdrawn_at = now() WHERE id = %s", first)
    run(db, "UPDATE parcel SET tambon = '670501' WHERE id = %s", third)
    assert is_in_step(2, 0)
    call_command("new_epoch", stdout=StringIO())
    run(db, "UPDATE parcel SET tambon = '670101' WHERE id = %s", third)
    assert is_in_step(3, 0)
