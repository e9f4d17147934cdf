"""Row security asks for a login's bounds by one statement each."""

from django.db import migrations

from parcels.sqlfile import function, run

CHANGED = ("login_office", "login_area", "login_low", "login_high", "login_village")
UNDO = "".join(function("logins.v1.sql", name) for name in CHANGED) + "DROP VIEW plaeng_private.login_at_work;"


class Migration(migrations.Migration):
    dependencies = [("parcels", "0023_logins_end")]

    operations = [run("login_bounds.v1.sql", UNDO)]
