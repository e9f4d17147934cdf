"""The demonstration set: invented people on invented land, which adds up to the founding figures of FY2565.

Everything follows from one seed, so that every installation shows the same. Nobody and no parcel in it exists.
"""

SEED = 2565
