"""Why an operation on shapes was refused."""

from __future__ import annotations

from spatial.rules import Place


class Refused(ValueError):
    """`code` is one of GEOMETRY.md's, `at` the place of it (lon, lat), `data` the numbers of its sentence."""

    def __init__(self, code: str, at: Place | None = None, **data: float) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.data = data
