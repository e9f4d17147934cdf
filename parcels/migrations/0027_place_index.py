"""Boxes of database logins are answered by an index that knows the tambon, and no index knows the place alone."""

from django.contrib.gis.db import models
from django.db import migrations

from parcels.sqlfile import run

UNDO = """
    DROP INDEX plaeng.parcel_geom_tambon, plaeng.zone_geom_tambon;
    CREATE INDEX parcel_geom_1dd94af0_id ON plaeng.parcel USING gist (geom);
    CREATE INDEX zone_geom_c021a002_id ON plaeng.zone USING gist (geom);
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0026_rollup_parts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="parcel",
                    name="geom",
                    field=models.MultiPolygonField(srid=4326, null=True, blank=True, spatial_index=False),
                ),
                migrations.AlterField(
                    model_name="zone",
                    name="geom",
                    field=models.PolygonField(srid=4326, spatial_index=False),
                ),
            ],
            database_operations=[run("place_index.v1.sql", UNDO)],
        ),
    ]
