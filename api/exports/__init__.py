"""Features in other formats than the pages of GeoJSON: at once, or as a job when they are many.

`asked_format` says what a request wants, `answer` gives it; api/items.py knows no more than these two.
"""

from api.exports.answer import answer
from api.exports.asking import asked_format

__all__ = ["answer", "asked_format"]
