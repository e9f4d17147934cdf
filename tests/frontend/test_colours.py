"""States and zones can be told apart by people who see fewer colours, and words on zones can be read.

Distance: CIE 1976 in L*a*b*, D65. Sight: Machado, Oliveira and Fernandes (2009), severity 1.0, in linear light.
The smallest distances of the design's own palette were 17.5 between states and 30.2 between zones.
"""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from frontend.vendor import ROOT

Colour = tuple[float, float, float]
TOKENS = (ROOT / "frontend/static/frontend/css/tokens.css").read_text(encoding="utf-8")
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
STATES = ["draft", "process", "returned", "approved", "done"]
ZONES = ["mound", "water", "paddy", "living"]


def token(name: str) -> Colour:
    """A colour of tokens.css in linear light."""
    found = re.search(rf"--{name}: #([0-9a-f]{{6}});", TOKENS)
    assert found, name
    parts = [int(found[1][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def times(matrix: tuple[tuple[float, ...], ...], colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z


def seen(colour: Colour, sight: str) -> Colour:
    """L*a*b* of a colour as somebody with this sight sees it."""
    light = times(SIGHT[sight], colour)
    x, y, z = times(TO_XYZ, tuple(min(1.0, max(0.0, c)) for c in light))  # type: ignore[arg-type]
    fx, fy, fz = (_cube_root(value / white) for value, white in zip((x, y, z), WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _cube_root(t: float) -> float:
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def smallest(names: list[str], kind: str, sight: str) -> float:
    colours = [seen(token(f"{kind}-{name}-fill"), sight) for name in names]
    return min(math.dist(a, b) for a, b in combinations(colours, 2))


def contrast(a: Colour, b: Colour) -> float:
    """WCAG 2 contrast of two colours."""
    light, dark = sorted((times(TO_XYZ, a)[1], times(TO_XYZ, b)[1]), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_states_can_be_told_apart(sight: str) -> None:
    assert smallest(STATES, "state", sight) >= 17.5


@pytest.mark.parametrize("sight", SIGHT)
def test_zones_can_be_told_apart(sight: str) -> None:
    assert smallest(ZONES, "zone", sight) >= 30.2


@pytest.mark.parametrize("sight", SIGHT)
def test_classes_can_be_told_apart(sight: str) -> None:
    assert smallest([str(n) for n in range(1, 10)], "class", sight) >= 27.9


@pytest.mark.parametrize("sight", SIGHT)
def test_steps_of_completeness_can_be_told_apart(sight: str) -> None:
    assert smallest([str(n) for n in range(4)], "lack", sight) >= 30.2


@pytest.mark.parametrize("zone", [*ZONES, "none"])
def test_words_on_a_zone_can_be_read(zone: str) -> None:
    assert contrast(token(f"zone-{zone}-fill"), token(f"zone-{zone}-text")) >= 4.5


@pytest.mark.parametrize("state", [*STATES, "none", "closed"])
def test_words_in_a_pill_can_be_read(state: str) -> None:
    assert contrast(token(f"state-{state}-soft"), token(f"state-{state}-deep")) >= 4.5
