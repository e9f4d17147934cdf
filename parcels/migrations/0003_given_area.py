"""Areas are measured of the shape as it was given, before rounding; attaching waits for a change of state."""

from django.db import migrations

from parcels.sqlfile import function, run


class Migration(migrations.Migration):
    dependencies = [("parcels", "0002_rules")]

    operations = [
        run("guard_parcel.v2.sql", function("parcel.v1.sql", "guard_parcel")),
        run("guard_zone.v2.sql", function("zone.v1.sql", "guard_zone")),
    ]
