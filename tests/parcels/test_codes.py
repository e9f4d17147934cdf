"""The code lists: complete, in two languages, loaded once, changed with a word, never deleted."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from parcels.models.codes import LISTS, DocType, PlotModel, Sector, State, ZoneGroup, ZoneType

FILE = Path(settings.BASE_DIR) / "fixtures" / "codes.json"
LISTED = orjson.loads(FILE.read_bytes())
STATES = "DRAFT APPLIED RETURNED DOCS_OK SURVEYED SENT APPROVED RESERVE REJECTED WITHDRAWN DEVELOPING ACCEPTED DECLARED"


def load(*arguments: str) -> str:
    out = io.StringIO()
    call_command("load_codes", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_a_thai_and_an_english_name_of_its_own(name: str) -> None:
    rows = LISTED[name]
    assert all("\u0e00" <= row["name_th"].strip()[0] <= "\u0e7f" for row in rows)
    assert all(row["name_en"].isascii() and row["name_en"].strip() for row in rows)
    for member in ("code", "name_th", "name_en", "sort"):
        assert len({row[member] for row in rows}) == len(rows)


def test_the_states_are_those_of_the_programme() -> None:
    assert [row["code"] for row in LISTED["state"]] == STATES.split()


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    assert load().endswith(": 0 added, 0 changed.\n")


@pytest.mark.django_db
def test_extra_columns_are_stored() -> None:
    shares = dict(ZoneGroup.objects.values_list("code", "target_share"))
    assert shares == {
        code: Decimal(n) for code, n in {"WATER": 30, "PADDY": 30, "MOUND": 30, "LIVING": 10, "NONE": 0}.items()
    }
    assert ZoneType.objects.get(code="khlong_sai_kai").group_id == "WATER"
    assert PlotModel.objects.get(code="CLM").sizes_rai == [10, 15]
    assert State.objects.get(code="RESERVE").group == "process"
    # It may replace the land-reform paper only since this day.
    assert DocType.objects.get(code="AGRI_DEED").valid_from == date(2023, 12, 9)
    assert DocType.objects.get(code="LEASE").position_id is None


@pytest.mark.django_db
def test_what_differs_is_set_right_and_said_and_nothing_is_deleted() -> None:
    Sector.objects.filter(code="GOV").update(name_en="Governement")
    Sector.objects.create(code="OLD", name_th="เก่า", name_en="Old", valid_to=date(2020, 1, 1))
    said = load()
    assert "sector: changed GOV\n" in said
    assert said.endswith(": 0 added, 1 changed.\n")
    assert Sector.objects.get(code="GOV").name_en == "Government"
    assert Sector.objects.filter(code="OLD").exists()


@pytest.mark.django_db
def test_a_file_that_does_not_fit_the_tables_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "codes.json"
    for content, why in (
        (b"{", "Cannot read"),
        (orjson.dumps({**LISTED, "colour": []}), "disagree about these lists: colour"),
        (orjson.dumps({name: rows for name, rows in LISTED.items() if name != "soil"}), "these lists: soil"),
        (orjson.dumps({**LISTED, "soil": [{**LISTED["soil"][0], "ph": 7}]}), "soil: no column for ph"),
    ):
        file.write_bytes(content)
        with pytest.raises(CommandError, match=why):
            load(str(file))
