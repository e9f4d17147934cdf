"""The project that the database keeps, opened by real QGIS: forms, lists of codes, looks, labels, scales and what it prints."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parcels.models import State, ZoneType
from parcels.qgis.fields import LAYERS, TITLES
from tests.qgis.at_qgis import At, answer
from tests.qgis.conftest import Desk

INSPECTOR = Path(__file__).with_name("inspector.py")
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
LOCKED = {"read", "read list", "hidden"}
POINTS_A_MM = 72 / 25.4


def today() -> str:
    now = date.today()  # QGIS prints the day of its machine
    return f"{now.day} {MONTHS[now.month - 1]} {now.year + 543}"


@pytest.fixture(scope="module")
def days() -> set[str]:
    """What today may be while these tests run."""
    return {today()}


@pytest.fixture(scope="module")
def found(published: Desk, days: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    published.owner(
        "INSERT INTO plaeng.zone (parcel, zone_type, geom, stage, note) SELECT id, 'nong',"
        " ST_Buffer(ST_Centroid(geom), 0.0001, 2), 'PLANNED', '' FROM plaeng.parcel WHERE name = 'นาลุง'"
    )
    said = answer(At(published, "AMPHOE_OFFICER", tmp_path_factory.mktemp("qgis"), INSPECTOR).start("inspect"))
    days.add(today())
    return said


def area_text(desk: Desk, table: str = "parcel", name: str = "นาลุง") -> str:
    where = {"parcel": "name = %s", "zone": "parcel = (SELECT id FROM plaeng.parcel WHERE name = %s)"}[table]
    ((text,),) = desk.owner(
        f"SELECT plaeng.rai(area_calc_m2::numeric) ->> 'text' FROM plaeng.{table} WHERE {where}", name
    )
    return str(text)


@pytest.mark.parametrize("table", ["parcel", "zone"])
def test_the_form_lets_nobody_change_what_is_derived(found: dict[str, Any], published: Desk, table: str) -> None:
    form = found["forms"][TITLES[table]]
    locked = {name for name, about in form.items() if about["locked"]}
    assert locked == {name for name, about in LAYERS[table].items() if about.kind in LOCKED} | {"เนื้อที่ (ไร่-งาน-ตร.ว.)"}
    # QGIS would send NULL for them with each new row, and the database refuse it.
    generated = {name for (name,) in published.owner(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''", f"plaeng.{table}"
    )}  # fmt: skip
    assert generated.isdisjoint(form)
    assert bool(generated) is (table == "parcel")
    assert {"version", "uid", "area_calc_m2", "tambon" if table == "zone" else "state"} <= locked
    assert {name for name, about in form.items() if about["widget"] == "Hidden"} == {
        name for name, about in LAYERS[table].items() if about.kind == "hidden"
    }


def test_everything_but_parcels_and_zones_is_read_only(found: dict[str, Any]) -> None:
    changed = {title for title, look in found["looks"].items() if not look["locked"]}
    assert changed == {TITLES["parcel"], TITLES["zone"]}


@pytest.mark.parametrize("table", ["parcel", "zone", "seen_case"])
def test_codes_are_chosen_by_name(found: dict[str, Any], table: str) -> None:
    form = found["forms"][TITLES[table]]
    for name, about in LAYERS[table].items():
        if about.list:
            source = TITLES["tambon" if about.list == "area" else about.list]
            assert (form[name]["widget"], form[name]["list"]) == ("ValueRelation", [source, "code", "name_th"])
        else:
            assert form[name]["widget"] != "ValueRelation"


def test_a_table_shows_names_for_codes(found: dict[str, Any], published: Desk) -> None:
    ((tambon,),) = published.owner("SELECT name_th FROM plaeng.area WHERE code = '670101'")
    parcel, zone = found["forms"][TITLES["parcel"]], found["forms"][TITLES["zone"]]
    assert (parcel["tambon"]["shown"], parcel["land_class"]["shown"]) == (
        tambon,
        name_of(published, "land_class", "UNKNOWN"),
    )
    assert zone["zone_type"]["shown"] == name_of(published, "zone_type", "nong")
    assert zone["stage"]["shown"] == name_of(published, "zone_stage", "PLANNED")


def name_of(desk: Desk, table: str, code: str) -> str:
    return str(desk.owner(f"SELECT name_th FROM plaeng.{table} WHERE code = %s", code)[0][0])


def test_labels_say_number_and_area_within_their_scales(found: dict[str, Any], published: Desk) -> None:
    labels = {table: found["labels"][TITLES[table]] for table in ("parcel", "zone", "seen_case", "tambon", "amphoe")}
    ((code, text),) = published.owner(
        "SELECT code, plaeng.rai(area_calc_m2::numeric) ->> 'text' FROM plaeng.parcel WHERE tambon = '670101' ORDER BY id LIMIT 1"
    )
    assert labels["parcel"]["text"] == f"{code}\n{text}"
    assert labels["zone"]["text"] == name_of(published, "zone_type", "nong")
    assert labels["seen_case"] is None
    assert {table: one["scales"] for table, one in labels.items() if one} == {
        "parcel": [8_000, 1], "zone": [3_000, 1], "tambon": [250_000, 20_000], "amphoe": [2_000_000, 100_000],
    }  # fmt: skip
    assert all(one["halo"] for one in labels.values() if one)
    for table in ("tambon", "amphoe"):
        assert re.fullmatch(r"[\u0e00-\u0e7f ]+", labels[table]["text"])


def test_layers_appear_from_their_scale_on(found: dict[str, Any]) -> None:
    scales = {
        table: found["looks"][TITLES[table]]["from"] for table in ("parcel", "zone", "seen_case", "tambon", "amphoe")
    }
    assert scales == {"parcel": 0, "zone": 25_000, "seen_case": 100_000, "tambon": 400_000, "amphoe": 0}


def test_parcels_have_the_colour_of_their_state_and_zones_of_their_group(
    found: dict[str, Any], published: Desk
) -> None:
    parcel, zone = found["looks"][TITLES["parcel"]], found["looks"][TITLES["zone"]]
    assert (parcel["by"], zone["by"]) == ("state", "zone_type")
    states = {one.code: one.name_th for one in State.objects.all()}
    assert {code: name for code, name in parcel["names"].items() if code in states} == states
    assert list(parcel["names"].values())[-1] == "ยังไม่เข้าร่วม"
    assert zone["names"] == {one.code: one.name_th for one in ZoneType.objects.all()}
    assert (parcel["colours"]["APPROVED"], parcel["colours"]["RETURNED"]) == ("#9db4df", "#e27261")
    groups: dict[str, set[str]] = {}
    for code, group in published.owner('SELECT code, "group" FROM plaeng.zone_type'):
        groups.setdefault(group, set()).add(zone["colours"][code])
    assert all(len(colours) == 1 for colours in groups.values())
    assert len(set.union(*groups.values())) == len(groups)
    assert groups["WATER"] == {"#1e63b8"}


def test_cases_and_areas_are_outlines(found: dict[str, Any]) -> None:
    lines = {table: found["looks"][TITLES[table]]["line"] for table in ("seen_case", "tambon", "amphoe")}
    solid, dash = 1, 2  # of Qt
    assert lines == {
        "seen_case": ["#b3261e", 0.8, solid], "tambon": ["#7b8a7a", 0.2, dash], "amphoe": ["#44524c", 0.5, solid],
    }  # fmt: skip


def test_what_the_guide_tells_people_to_write_works(found: dict[str, Any], days: set[str]) -> None:
    area, day = found["variables"]
    assert area == "4-0-25.0"
    assert day in days


@pytest.mark.parametrize(("page", "mm"), [("A4", [297, 210]), ("A3", [420, 297])])
def test_a_page_prints_map_area_and_day(
    found: dict[str, Any], published: Desk, days: set[str], page: str, mm: list[int]
) -> None:
    assert set(found["prints"]) == {"แผนที่แปลง A4", "แผนที่แปลง A3"}
    layout = found["prints"][f"แผนที่แปลง {page}"]
    assert (layout["mm"], layout["results"]) == (mm, [0, 0])
    texts = layout["texts"]
    assert "แผนที่แปลงโคก หนอง นา" in texts
    assert f"เนื้อที่แปลงในแผนที่ {area_text(published)} ไร่-งาน-ตารางวา" in texts
    assert days & {text.removeprefix("พิมพ์เมื่อ ") for text in texts}
    assert layout["map"] > 0.01
    paper = Path(layout["pdf"]).read_bytes()
    assert paper.startswith(b"%PDF")
    assert len(paper) > 10_000
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
    assert box is not None
    for points, wanted in zip(box.groups(), mm, strict=True):
        assert float(points) == pytest.approx(wanted * POINTS_A_MM, abs=1)
