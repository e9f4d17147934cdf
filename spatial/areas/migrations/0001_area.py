"""The table of areas. Django creates it in the first schema of the path, then it is published."""

from pathlib import Path

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent.parent / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=8, unique=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("PROVINCE", "จังหวัด"),
                            ("AMPHOE", "อำเภอ"),
                            ("TAMBON", "ตำบล"),
                            ("VILLAGE", "หมู่บ้าน"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name_th", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("geom", django.contrib.gis.db.models.fields.MultiPolygonField(null=True, srid=4326)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("source", models.TextField(blank=True)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_column="parent",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="areas.area",
                        to_field="code",
                    ),
                ),
            ],
            options={"db_table": "area", "ordering": ["code"]},
        ),
        migrations.RunSQL(
            sql=(SQL / "area_published.v1.sql").read_text(encoding="utf-8"),
            reverse_sql="ALTER TABLE plaeng.area SET SCHEMA plaeng_private",
        ),
    ]
