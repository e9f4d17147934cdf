"""Every table keeps its share of a feature ready as JSON text."""

from django.db import migrations

from parcels.sqlfile import function, run

UNDO = """
    DROP FUNCTION plaeng_private.forget_deeds, plaeng_private.sum_deeds CASCADE;
    DROP TABLE plaeng_private.deed;
    ALTER TABLE plaeng.parcel DROP own_text, DROP shape_text, RESET (toast_tuple_target);
    ALTER TABLE plaeng.application DROP own_text;
    ALTER TABLE plaeng.applicant DROP own_text;
    DROP FUNCTION plaeng_private.deed_text, plaeng_private.applicant_text, plaeng_private.application_text,
        plaeng_private.parcel_text, plaeng_private.rai_text, plaeng_private.time_text;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0011_cases"), ("areas", "0004_area_text")]

    operations = [
        run("history.v3.sql", function("history.v2.sql", "record_history")),
        run("feature_text.v1.sql", function("changes.v1.sql", "document_changed") + UNDO),
    ]
