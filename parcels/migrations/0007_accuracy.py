"""An accuracy is a distance: none is negative."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0003_filter_functions"),
        ("parcels", "0006_programs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(("positional_accuracy_m__gte", 0)), name="parcel_accuracy_not_negative"
            ),
        ),
    ]
