"""The functions that filters (CQL2) call: casei, accenti and a power that cannot fail; and shapes in other systems."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent.parent / "sql"


def function(file: str, signature: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / file).read_text(encoding="utf-8"), f"DROP FUNCTION plaeng.{signature}")


class Migration(migrations.Migration):
    dependencies = [("areas", "0002_rai")]

    operations = [
        function("casei.v1.sql", "casei(text)"),
        function("accenti.v1.sql", "accenti(text)"),
        function("reproject.v1.sql", "reproject(geometry, text)"),
        function("power_within.v1.sql", "power_within(numeric, numeric)"),
    ]
