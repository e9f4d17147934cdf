"""The 98 real parcels of Nam Ron and the 399 zones cut from them, as plain GeoJSON."""

from __future__ import annotations

import json
from typing import Any

from tests.conftest import shared

TAMBON = "670114"


def parcels() -> list[dict[str, Any]]:
    file = shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson")
    return list(json.loads(file.read_text(encoding="utf-8"))["features"])


def zones() -> list[dict[str, Any]]:
    """`parcel_index` counts the features of `parcels()`; `zone_type` is ours."""
    file = shared("data/parcels/namron_zones_cut.geojson")
    return list(json.loads(file.read_text(encoding="utf-8"))["features"])


def rounded(geometry: dict[str, Any], decimals: int) -> dict[str, Any]:
    """The same polygon with fewer decimals, as a careless exporter writes it."""
    rings = [[[round(x, decimals), round(y, decimals)] for x, y in ring] for ring in geometry["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}
