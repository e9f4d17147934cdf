"""Participation by area, as the office and as the public may see it."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

from parcels.sqlfile import run

UNDO = """
    DROP VIEW plaeng_private.area_summary;
    DROP FUNCTION plaeng_private.public_figures, plaeng_private.shown_as, plaeng_private.count_class CASCADE;
    DROP VIEW plaeng_private.area_figure;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0009_rollups")]

    operations = [
        run("area_summary.v1.sql", UNDO),
        migrations.CreateModel(
            name="AreaSummary",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("row_key", models.TextField()),
                ("is_public", models.BooleanField()),
                ("code", models.CharField(db_collation="C", max_length=8)),
                ("level", models.CharField(max_length=8)),
                ("name_th", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("parent", models.CharField(max_length=8, null=True)),
                ("fy", models.IntegerField()),
                ("state", models.CharField(max_length=20, null=True)),
                ("applicants", models.IntegerField(null=True)),
                ("applicants_class", models.CharField(max_length=4, null=True)),
                ("joined_area_m2", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("geom", django.contrib.gis.db.models.fields.MultiPolygonField(null=True, srid=4326)),
            ],
            options={
                "db_table": "area_summary",
                "managed": False,
            },
        ),
    ]
