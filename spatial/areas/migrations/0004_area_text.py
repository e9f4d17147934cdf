"""The names of an area stand ready as JSON text."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent.parent / "sql"
UNDO = """
    DROP FUNCTION plaeng.rename_below, plaeng.keep_names_text CASCADE;
    ALTER TABLE plaeng.area DROP names_text;
    DROP FUNCTION plaeng.names_text;
"""


class Migration(migrations.Migration):
    dependencies = [("areas", "0003_filter_functions")]

    operations = [migrations.RunSQL((SQL / "area_text.v1.sql").read_text(encoding="utf-8"), UNDO)]
