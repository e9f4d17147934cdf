"""fixtures/rule_cases.json: the rules while drawing, one table for the server and for the browser."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

Json = dict[str, Any]
TABLE: Json = json.loads((Path(__file__).resolve().parent.parent / "fixtures" / "rule_cases.json").read_text())
CASES: dict[str, Json] = {case["name"]: case for case in TABLE["cases"]}
OPERATIONS: dict[str, Json] = {case["name"]: case for case in TABLE["operations"]}


def shape_of(case: Json) -> Json:
    """The GeoJSON of a case."""
    if "circle" not in case:
        return dict(case["geometry"])
    corners = case["circle"] - 1
    turns = [2 * math.pi * n / corners for n in range(corners)]
    ring = [[101.15 + 0.001 * math.cos(turn), 16.4 + 0.001 * math.sin(turn)] for turn in turns]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
