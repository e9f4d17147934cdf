"""Disputes that open are told; notices that wait for a mail are found by an index."""

from django.db import migrations, models

from parcels.sqlfile import run


class Migration(migrations.Migration):
    dependencies = [("parcels", "0016_officers")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["at"], condition=models.Q(mailed_at__isnull=True, read_at__isnull=True), name="notice_to_mail"
            ),
        ),
        run("notices.v1.sql", "DROP FUNCTION plaeng_private.tell_of_case CASCADE;"),
    ]
