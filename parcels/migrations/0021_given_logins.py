"""Database logins that the page of officers gives, and the names that a login may have."""

from django.db import migrations, models

from parcels.models.people import LOGIN_NAMES
from parcels.sqlfile import function, run

UNDO = function("logins.v1.sql", "set_login_password") + ";DROP FUNCTION plaeng_private.may_give_login;"


class Migration(migrations.Migration):
    dependencies = [("parcels", "0020_qgis_store")]

    operations = [
        migrations.AddField(
            "officer", "held_login", models.CharField(blank=True, max_length=63, null=True, unique=True)
        ),
        migrations.AddField("officer", "login_set_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddConstraint("officer", models.CheckConstraint(condition=LOGIN_NAMES, name="officer_login_name")),
        run("logins.v2.sql", UNDO),
    ]
