"""Administrative areas of Thailand: provinces, amphoe, tambon and villages by official code."""
