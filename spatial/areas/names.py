"""Names and codes of every province, amphoe and tambon, from the package geothai (DOPA, CC-BY-4.0)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geothai
from django.db import connection

from spatial.areas.models import Area, Level

SQL = Path(__file__).resolve().parent.parent / "sql"
Row = tuple[str, str, str, str, str | None]


@dataclass(frozen=True)
class NamesLoaded:
    """How many of `total` names were added or changed; `unknown` are stored codes that geothai does not have."""

    total: int
    added: list[str]
    changed: list[str]
    unknown: list[str]


def load_names() -> NamesLoaded:
    """Store all names with one statement. Villages are not in geothai; nothing is deleted."""
    rows = list(official())
    columns = dict(
        zip(("code", "level", "name_th", "name_en", "parent"), map(list, zip(*rows, strict=True)), strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute((SQL / "area_names.sql").read_text(encoding="utf-8"), columns)
        written = cursor.fetchall()
    kept = Area.objects.exclude(level=Level.VILLAGE).values_list("code", flat=True)
    return NamesLoaded(
        total=len(rows),
        added=sorted(code for code, is_new in written if is_new),
        changed=sorted(code for code, is_new in written if not is_new),
        unknown=sorted(set(kept) - set(columns["code"])),
    )


def official() -> list[Row]:
    """Code, level, Thai and English name and parent of each area; parents stand before their children."""
    provinces = geothai.provinces()
    districts = [d for p in provinces for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    return [
        *((p.code, Level.PROVINCE.value, p.name_th, p.name_en, None) for p in provinces),
        *((d.code, Level.AMPHOE.value, d.name_th, d.name_en, d.province_code) for d in districts),
        *((s.code, Level.TAMBON.value, s.name_th, s.name_en, s.district_code) for s in subdistricts),
    ]
