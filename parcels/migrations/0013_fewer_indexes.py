"""Parcels without three indexes that nothing reads: two are the beginnings of others, one has hardly a rare value."""

import django.db.models.deletion
from django.db import migrations, models

DROP = """
    DROP INDEX plaeng.parcel_tambon_6b67c2a4, plaeng.parcel_state_a4e3aff7, plaeng.parcel_capture_method_570fb0b3;
"""
UNDO = """
    CREATE INDEX parcel_tambon_6b67c2a4 ON plaeng.parcel (tambon);
    CREATE INDEX parcel_state_a4e3aff7 ON plaeng.parcel (state);
    CREATE INDEX parcel_capture_method_570fb0b3 ON plaeng.parcel (capture_method);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0004_area_text"),
        ("parcels", "0012_feature_text"),
    ]

    # By name: to alter the fields would drop and check their foreign keys anew, a minute at a million rows.
    operations = [
        migrations.RunSQL(
            DROP,
            UNDO,
            state_operations=[
                migrations.AlterField(
                    model_name="parcel",
                    name="capture_method",
                    field=models.ForeignKey(
                        db_column="capture_method",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parcels.capturemethod",
                    ),
                ),
                migrations.AlterField(
                    model_name="parcel",
                    name="state",
                    field=models.ForeignKey(
                        db_column="state",
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parcels.state",
                    ),
                ),
                migrations.AlterField(
                    model_name="parcel",
                    name="tambon",
                    field=models.ForeignKey(
                        db_column="tambon",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        to_field="code",
                    ),
                ),
            ],
        ),
    ]
