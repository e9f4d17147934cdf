"""What an applicant adds to the sums is looked up one by one, whatever the statistics say."""

from django.db import migrations

from parcels.sqlfile import function, run


class Migration(migrations.Migration):
    dependencies = [("parcels", "0025_edit_views")]

    operations = [run("rollup_parts.v1.sql", function("disputes.v1.sql", "rollup_parts"))]
