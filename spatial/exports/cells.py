"""Texts that leave the platform: no cell becomes a formula, no XML gets a character that it forbids."""

from __future__ import annotations

import re

# What a spreadsheet takes for the beginning of a formula, half and full width (OWASP, CSV Injection).
STARTS = "=+-@\t\r\n＝＋－＠"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The same rule in SQL, for COPY; `{}` is the column, the parameter STARTS.
NEUTRAL_SQL = (
    "CASE WHEN {0} <> '' AND strpos(%s, left({0}, 1)) > 0 AND {0} !~ '^[+-]?[0-9]+(\\.[0-9]+)?$' "
    "THEN '''' || {0} ELSE {0} END"
)


def neutral(text: str) -> str:
    """The text of a cell, with an apostrophe before it when a spreadsheet would run it."""
    return f"'{text}" if text[:1] and text[0] in STARTS and not NUMBER.fullmatch(text) else text


def xml(text: object) -> str:
    """Any value as text for XML: forbidden characters left out, markup escaped."""
    plain = NOT_XML.sub("", str(text))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
