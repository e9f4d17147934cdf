"""Tables in which QGIS finds styles and the project."""

from django.db import migrations

from parcels.sqlfile import run


class Migration(migrations.Migration):
    dependencies = [("parcels", "0019_logins")]

    operations = [run("qgis_store.v1.sql", "DROP TABLE plaeng.layer_styles, plaeng.qgis_projects;")]
