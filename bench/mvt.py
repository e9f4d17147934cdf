"""What is in a vector tile, as far as a comparison needs it: how many features, and which properties they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LAYER, FEATURE, KEY = 3, 2, 3  # numbers of the fields in the protocol buffer
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def contents(tile: bytes) -> tuple[int, set[str]]:
    """The number of features of all layers, and the names of their properties."""
    count, names = 0, set()
    for number, layer in _fields(tile):
        if number != LAYER:
            continue
        for kind, value in _fields(layer):
            count += kind == FEATURE
            if kind == KEY:
                names.add(value.decode())
    return count, names


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        length, at = _varint(data, at) if kind == BYTES else ({FIXED64: 8, FIXED32: 4}[kind], at)
        yield number, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
