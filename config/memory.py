"""What the C library does with memory that a web process has let go of."""

from __future__ import annotations

import ctypes

# malloc.h of glibc
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
MIB = 1024 * 1024
KEPT, LARGEST = 64 * MIB, 32 * MIB  # of a thread; glibc takes no larger pieces from its own


def keep_memory() -> None:
    """Keep up to 64 MiB of each thread for its next answer.

    A list of a megabyte is held three times over while it is answered. Left to itself glibc gives pieces of that size
    back at once and takes them anew, page by page: a quarter of the time of such an answer (docs/bench.md). Another C
    library is left alone.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option:
        set_option(TRIM_THRESHOLD, KEPT)
        set_option(MMAP_THRESHOLD, LARGEST)
