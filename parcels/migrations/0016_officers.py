"""Invitations and second factors; a trace of who changed what of officers and offices."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from parcels.sqlfile import run

UNDO = """
    DROP FUNCTION plaeng_private.count_version CASCADE;
    DROP TRIGGER z_history_insert ON officer;
    DROP TRIGGER z_history_update ON officer;
    DROP TRIGGER z_history_delete ON officer;
    DROP TRIGGER z_history_insert ON office;
    DROP TRIGGER z_history_update ON office;
    DROP TRIGGER z_history_delete ON office;
    GRANT DELETE ON officer, office TO plaeng_app;
"""


def traced(model):
    """An identity outside and a version; the identity of rows that are there is made by the database, row by row."""
    identity = models.UUIDField(
        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
    )
    return [
        migrations.AddField(model_name=model, name="uid", field=identity),
        migrations.AddField(model_name=model, name="version", field=models.IntegerField(db_default=1, editable=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("parcels", "0015_disputes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *traced("officer"),
        *traced("office"),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(unique=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "invitation"},
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.BinaryField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(db_default=0, default=0)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "second_factor"},
        ),
        run("officers.v1.sql", UNDO),
    ]
