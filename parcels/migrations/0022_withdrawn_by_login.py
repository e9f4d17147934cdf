"""Database logins and withdrawn land: what the API does not change, a login does not either."""

from django.db import migrations

from parcels.sqlfile import function, run


class Migration(migrations.Migration):
    dependencies = [("parcels", "0021_given_logins")]

    operations = [run("guard_login_rows.v2.sql", function("guard_login_rows.v1.sql", "guard_login_parcel"))]
