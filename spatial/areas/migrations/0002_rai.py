"""The function plaeng.rai: square metres in rai, ngan and square wah."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_area")]

    operations = [
        migrations.RunSQL(
            sql=(SQL / "rai.v1.sql").read_text(encoding="utf-8"),
            reverse_sql="DROP FUNCTION plaeng.rai(numeric)",
        )
    ]
