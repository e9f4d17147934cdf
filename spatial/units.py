"""Areas in rai, ngan and square wah: read, rounded and written as the Lands Department writes them.

Twins: static/frontend/geometry/units.js and the SQL function plaeng.rai. All three are tested on
fixtures/area_text.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypedDict

M2_PER_WAH = 4  # 1 square wah is 2 m × 2 m, exactly
WAH_PER_NGAN = 100
NGAN_PER_RAI = 4  # so 1 rai is 1,600 m²
M2_PER_NGAN = M2_PER_WAH * WAH_PER_NGAN
M2_PER_RAI = M2_PER_NGAN * NGAN_PER_RAI

MAX_TEXT = 64
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

# Nine digits hold the whole country in rai (320,696,000); more is a slip of the keyboard.
NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,6})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}")
YEAR_MONTH_DAY = re.compile(r"(19|2[0-6])[0-9]{2}-(1[0-2]|[1-9])-(3[01]|[12][0-9]|[1-9])")
UNITS: dict[str, int] = {
    **dict.fromkeys(("ไร่", "rai"), M2_PER_RAI),
    **dict.fromkeys(("งาน", "ngan"), M2_PER_NGAN),
    **dict.fromkeys(("ตารางวา", "ตรว", "ตรวา", "วา", "wah", "sqwah"), M2_PER_WAH),
}
WORDS = re.compile(rf"({NUMBER.pattern})([^0-9]+)")


class RaiParts(TypedDict):
    """The JSON form of an area; `wah` has one decimal."""

    rai: int
    ngan: int
    wah: float
    text: str


class AreaTextRefused(ValueError):
    """A text that is no area. `reason` is one of ngan, wah, parts, sign, date, text, empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Rai:
    """An area: exact square metres inside, rai-ngan-square wah outside.

    Add areas, never their rounded texts. Raises ValueError for a negative or infinite area.
    """

    m2: Decimal

    def __post_init__(self) -> None:
        if not self.m2.is_finite() or self.m2 < 0:
            raise ValueError(f"not an area in square metres: {self.m2}")

    @classmethod
    def from_m2(cls, m2: Decimal | float) -> Rai:
        """Take square metres; a float counts as the decimal that it prints, not as its binary value."""
        return cls(m2 if isinstance(m2, Decimal) else Decimal(str(m2)))

    @classmethod
    def from_wah(cls, wah: Decimal | int) -> Rai:
        """Take square wah as they stand on a deed."""
        return cls(Decimal(wah) * M2_PER_WAH)

    @classmethod
    def parse(cls, text: str) -> Rai:
        """Read "3-1-25.5", "3 ไร่ 1 งาน 25.5 ตร.ว.", "๓-๑-๒๕.๕" or "3.31 ไร่".

        Raises AreaTextRefused; a date, which spreadsheets make of 3-1-25, is refused and never guessed.
        """
        plain = text.translate(THAI_DIGITS).translate(DASHES).strip().lower()
        if not plain:
            raise AreaTextRefused("empty")
        if len(plain) > MAX_TEXT:
            raise AreaTextRefused("text")
        if plain.startswith("-"):
            raise AreaTextRefused("sign")
        if DATE.fullmatch(plain) or YEAR_MONTH_DAY.fullmatch(plain):
            raise AreaTextRefused("date")
        return _with_dashes(plain) if not re.search(r"[^0-9\s.,-]", plain) else _with_words(plain)

    @property
    def wah_exact(self) -> Decimal:
        """All of it in square wah, unrounded."""
        return self.m2 / M2_PER_WAH

    @property
    def parts(self) -> tuple[int, int, Decimal]:
        """Rai, ngan and square wah. Rounds half up to 0.1 wah first, then carries: 1,599.99 m² is 1-0-00.0."""
        wah = self.wah_exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        ngan, wah = divmod(wah, WAH_PER_NGAN)
        rai, ngan = divmod(ngan, NGAN_PER_RAI)
        return int(rai), int(ngan), wah

    @property
    def text(self) -> str:
        """As on a deed, such as "8-2-25.0"."""
        rai, ngan, wah = self.parts
        return f"{rai}-{ngan}-{wah:04.1f}"

    def as_json(self) -> RaiParts:
        """The same members as the SQL function plaeng.rai gives."""
        rai, ngan, wah = self.parts
        return {"rai": rai, "ngan": ngan, "wah": float(wah), "text": self.text}

    def __add__(self, other: Rai) -> Rai:
        return Rai(self.m2 + other.m2)

    def __str__(self) -> str:
        return self.text


def _with_dashes(plain: str) -> Rai:
    """Read "3-1-25.5": exactly three parts, of which only the last may have decimals."""
    texts = [part.strip() for part in plain.split("-")]
    if not all(NUMBER.fullmatch(part) for part in texts):
        raise AreaTextRefused("text")
    if len(texts) != 3:
        raise AreaTextRefused("parts")
    return _from_parts(dict(zip((M2_PER_RAI, M2_PER_NGAN, M2_PER_WAH), map(_number, texts), strict=True)))


def _with_words(plain: str) -> Rai:
    """Read "3 ไร่ 1 งาน 25.5 ตร.ว.": each unit at most once, larger before smaller."""
    dense = "".join(plain.split())
    pairs = WORDS.findall(dense)
    if "".join(number + word for number, word in pairs) != dense:
        raise AreaTextRefused("text")
    sizes = [UNITS.get(word.replace(".", "")) for _, word in pairs]
    known = [size for size in sizes if size is not None]
    if len(known) != len(sizes):
        raise AreaTextRefused("text")
    if known != sorted(set(known), reverse=True):
        raise AreaTextRefused("parts")
    return _from_parts(dict(zip(known, (_number(number) for number, _ in pairs), strict=True)))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _from_parts(amounts: dict[int, Decimal]) -> Rai:
    """Add the amounts, given by the size of their unit in m², largest first; all but the last are whole."""
    for amount in list(amounts.values())[:-1]:
        if amount != int(amount):
            raise AreaTextRefused("parts")
    if amounts.get(M2_PER_NGAN, 0) >= NGAN_PER_RAI:
        raise AreaTextRefused("ngan")
    if amounts.get(M2_PER_WAH, 0) >= WAH_PER_NGAN:
        raise AreaTextRefused("wah")
    return Rai(sum((size * amount for size, amount in amounts.items()), Decimal(0)))
