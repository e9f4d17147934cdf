"""Cases have a place, and show each reader what he may see of them."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

from parcels.sqlfile import run

UNDO = """
    DROP TRIGGER y_list_changed ON plaeng."case";
    DROP VIEW plaeng_private.seen_case;
    DROP FUNCTION plaeng_private.move_cases, plaeng_private.place_case CASCADE;
    DROP FUNCTION plaeng_private.place_of_case;
    DROP INDEX plaeng.case_geom;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0010_area_summary"), ("areas", "0003_filter_functions")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="geom",
            field=django.contrib.gis.db.models.fields.MultiPolygonField(
                editable=False, null=True, spatial_index=False, srid=4326
            ),
        ),
        run("cases.v1.sql", UNDO),
        migrations.CreateModel(
            name="SeenCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField()),
                ("version", models.IntegerField()),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=20)),
                ("overlap_m2", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("geom", django.contrib.gis.db.models.fields.MultiPolygonField(null=True, srid=4326)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("seen", models.CharField(max_length=4)),
                ("parcel_a", models.UUIDField(null=True)),
                ("parcel_a_code", models.CharField(db_collation="C", max_length=16, null=True)),
                ("parcel_b", models.UUIDField(null=True)),
                ("parcel_b_code", models.CharField(db_collation="C", max_length=16, null=True)),
                ("a_tambon", models.CharField(db_collation="C", max_length=6)),
                ("a_village", models.CharField(max_length=8)),
                ("a_stands", models.BooleanField()),
                ("b_tambon", models.CharField(db_collation="C", max_length=6)),
                ("b_village", models.CharField(max_length=8)),
                ("b_stands", models.BooleanField()),
            ],
            options={
                "db_table": "seen_case",
                "managed": False,
            },
        ),
    ]
