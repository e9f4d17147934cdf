"""What QGIS shows of the published tables: names, forms, looks and the project that is stored in the database.

These modules know nothing of Django: the ones with PyQGIS are run by the Python that QGIS was made for.
"""
