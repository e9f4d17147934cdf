"""Static files under hashed names, compressed, so that browsers may keep them for ever.

Django rewrites module imports only where they end in a semicolon; ours have none, hence a pattern of our own.
A circular import never settles and fails `collectstatic`.
"""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (
    r"""(?P<matched>\b(?P<what>import|export)\b(?P<names>[\s{*][^;'"`]*?)from\s*['"](?P<url>\.{1,2}/[^'"]+)['"])""",
    '%(what)s%(names)sfrom "%(url)s"',
)


class StaticFiles(CompressedManifestStaticFilesStorage):
    patterns = (*HashedFilesMixin.patterns, ("*.js", (IMPORT,)))
    # Each pass settles one level of imports more.
    max_post_process_passes = 16
