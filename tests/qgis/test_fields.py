"""Every column of a published table has a name in Thai and a place in the form."""

from __future__ import annotations

import pytest
from django.db import connection

from parcels.qgis.fields import LAYERS, LISTS, TITLES, VIEWS


@pytest.mark.django_db
@pytest.mark.parametrize("table", LAYERS)
def test_no_column_is_without_an_alias(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attname <> 'geom'",
            [f"plaeng.{VIEWS.get(table, table)}"],
        )
        assert {name for (name,) in cursor.fetchall()} == set(LAYERS[table])
    aliases = [field.alias for field in LAYERS[table].values()]
    assert len(set(aliases)) == len(aliases)


@pytest.mark.django_db
@pytest.mark.parametrize("table", VIEWS)
def test_no_column_is_missing_in_what_qgis_edits(table: str) -> None:
    """But the generated ones, for which a paste would send NULL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' EXCEPT SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass",
            [f"plaeng.{table}", f"plaeng.{VIEWS[table]}"],
        )
        assert cursor.fetchall() == []


def test_every_code_list_of_a_form_is_in_the_project() -> None:
    wanted = {field.list for fields in LAYERS.values() for field in fields.values() if field.list}
    assert wanted - {"area"} <= set(LISTS) <= set(TITLES)
