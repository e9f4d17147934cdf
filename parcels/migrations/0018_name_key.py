"""How a name sounds is stored with it: a search made it anew for every name that it looked at, three times."""

from django.db import migrations, models

from parcels.sqlfile import run

UNDO = """
    DROP INDEX plaeng.applicant_search;
    CREATE INDEX applicant_search ON applicant USING gin (plaeng.search_key(name_th) public.gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0017_notices")]

    operations = [
        migrations.AddField(
            model_name="applicant",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("name_th", function="plaeng.search_key"),
                output_field=models.TextField(),
            ),
        ),
        run("search.v2.sql", UNDO),
    ]
