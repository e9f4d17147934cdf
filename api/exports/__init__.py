"""Features in other formats than the pages of GeoJSON: at once, or as a job when they are many.

`asked_format` says what a request wants, `answer` gives it; `MEDIA` are their media types; api/items.py knows no more than these.
"""

from api.exports.answer import answer
from api.exports.asking import MEDIA, asked_format

__all__ = ["MEDIA", "answer", "asked_format"]
