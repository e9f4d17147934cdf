"""The register: papers, consents, surveys, designs, works, moves, comments, notices; applications guard their moves."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from parcels.sqlfile import function, run

UNDO = (
    """
    DROP TRIGGER c_joining ON parcel;
    DROP TRIGGER c_leaving ON parcel;
    DROP FUNCTION plaeng_private.guard_joining, plaeng_private.record_move, plaeng_private.guard_application CASCADE;
    DROP FUNCTION plaeng_private.told, plaeng_private.next_application_no;
    DROP TABLE plaeng_private.move, plaeng_private.application_counter;
    DROP INDEX application_tambon_id, application_waiting;
    ALTER TABLE application ALTER COLUMN tambon DROP NOT NULL;
"""
    + function("parcel.v1.sql", "keep_state_since")
    + """
    CREATE TRIGGER b_state_since BEFORE UPDATE OF state ON application
    FOR EACH ROW EXECUTE FUNCTION plaeng_private.keep_state_since();
"""
)
UNDO_SEARCH = """
    DROP INDEX applicant_search, application_search, land_document_search;
    DROP FUNCTION plaeng.search_key;
"""
# What applications that are there already refer to, before `load_codes` comes by.
HOLDER = """
    INSERT INTO relation (code, name_th, name_en, sort) VALUES ('HOLDER', 'ผู้ถือสิทธิ', 'Holder of the right', 10)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0004_area_text"),
        ("parcels", "0013_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(editable=False, max_length=40)),
                ("size_bytes", models.IntegerField(editable=False)),
                ("pages", models.SmallIntegerField(default=1, editable=False)),
                ("sha256", models.BinaryField()),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
                ("location", django.contrib.gis.db.models.fields.PointField(editable=False, null=True, srid=4326)),
                ("masked", models.BooleanField(db_default=False, default=False)),
                ("result", models.CharField(blank=True, db_default="", max_length=8)),
                ("result_reason", models.TextField(blank=True, db_default="")),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "db_table": "attachment",
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.TextField()),
                ("point", django.contrib.gis.db.models.fields.PointField(null=True, srid=4326)),
                ("resolved", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "comment",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("given_by", models.CharField(max_length=200)),
                ("signed_on", models.DateField()),
                ("text_version", models.CharField(max_length=40)),
                ("withdrawn_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "consent",
            },
        ),
        migrations.CreateModel(
            name="Design",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("size_rai", models.DecimalField(decimal_places=2, max_digits=8)),
                ("approved_on", models.DateField()),
            ],
            options={
                "db_table": "design",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("about", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "notice",
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("four_eyes", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "db_table": "office",
            },
        ),
        migrations.CreateModel(
            name="RejectReason",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name_th", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("sort", models.IntegerField(default=0)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "db_table": "reject_reason",
                "ordering": ["sort", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name_th", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("sort", models.IntegerField(default=0)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "db_table": "relation",
                "ordering": ["sort", "code"],
                "abstract": False,
            },
        ),
        migrations.RunSQL(HOLDER, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=2000)),
            ],
            options={
                "db_table": "saved_filter",
            },
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("reason", models.TextField(blank=True)),
                ("on", models.DateField(null=True)),
                ("rank", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "state_change",
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("visited_on", models.DateField()),
                ("visited_by", models.CharField(max_length=200)),
                ("location", django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ("crops_now", models.CharField(blank=True, max_length=300)),
                ("animals_now", models.CharField(blank=True, max_length=300)),
                ("access", models.CharField(blank=True, max_length=300)),
                ("ready", models.BooleanField()),
                ("reasons", models.TextField(blank=True)),
            ],
            options={
                "db_table": "survey",
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("version", models.IntegerField(db_default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("kind", models.CharField(max_length=100)),
                ("planned_on", models.DateField(null=True)),
                ("done_on", models.DateField(null=True)),
                ("contractor", models.CharField(blank=True, max_length=200)),
                ("volume_m3", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "work",
            },
        ),
        migrations.AddField(
            model_name="applicant",
            name="user",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applicant",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="reserve_rank",
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="tambon",
            field=models.ForeignKey(
                db_column="tambon",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="areas.area",
                to_field="code",
            ),
        ),
        migrations.AddField(
            model_name="landdocument",
            name="co_holders",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="application",
            name="no",
            field=models.CharField(db_default="", editable=False, max_length=20, unique=True),
        ),
        migrations.AddConstraint(
            model_name="landdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("co_holders__gte", 0), ("co_holders__lte", 50)),
                name="land_document_co_holders_in_range",
            ),
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="parcels.attachment",
                    ),
                ),
                ("data", models.BinaryField()),
                ("thumbnail", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "attachment_content",
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="checked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.attachmentkind",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="parcel",
            field=models.ForeignKey(
                db_column="parcel",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.parcel",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="parcel",
            field=models.ForeignKey(
                db_column="parcel",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="parcels.parcel",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.consentkind",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="designs",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="ratio",
            field=models.ForeignKey(
                db_column="ratio", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parcels.ratio"
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="soil",
            field=models.ForeignKey(
                db_column="soil", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parcels.soil"
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="area",
            field=models.OneToOneField(
                db_column="area",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="areas.area",
                to_field="code",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="relation",
            field=models.ForeignKey(
                db_column="relation",
                db_default="HOLDER",
                default="HOLDER",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.relation",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="relation",
            field=models.ForeignKey(
                db_column="relation",
                db_default="HOLDER",
                default="HOLDER",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.relation",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_target_rai__gt", 0)), name="application_size_positive"
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="filters", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="from_state",
            field=models.ForeignKey(
                db_column="from_state",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.state",
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="reason_code",
            field=models.ForeignKey(
                db_column="reason_code",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.rejectreason",
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="to_state",
            field=models.ForeignKey(
                db_column="to_state", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parcels.state"
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="surveys",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="flood_risk",
            field=models.ForeignKey(
                db_column="flood_risk",
                db_default="UNKNOWN",
                default="UNKNOWN",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.floodrisk",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="soil",
            field=models.ForeignKey(
                db_column="soil",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.soil",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="water_source",
            field=models.ForeignKey(
                db_column="water_source",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parcels.watersource",
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="application",
            field=models.ForeignKey(
                db_column="application",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="works",
                to="parcels.application",
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="work",
            name="updated_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["", "CHECKED", "RETURNED"])), name="attachment_result_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "RETURNED"), _negated=True),
                    models.Q(("result_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="attachment_says_why_returned",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(fields=("application", "kind", "sha256"), name="attachment_once"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("application__isnull", False), ("parcel__isnull", False), _connector="OR"),
                name="comment_is_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="comment_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.CheckConstraint(condition=models.Q(("size_rai__gt", 0)), name="design_size_positive"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "-id"], name="notice_of_user"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_on__gte", models.F("signed_on"))), name="consent_withdrawn_after_signing"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="saved_filter_name"),
        ),
        migrations.AddIndex(
            model_name="statechange",
            index=models.Index(fields=["application", "id"], name="state_change_application"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("ready", True), models.Q(("reasons", ""), _negated=True), _connector="OR"),
                name="survey_says_why_not_ready",
            ),
        ),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.CheckConstraint(
                condition=models.Q(("volume_m3__gte", 0)), name="work_volume_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_on__gte", models.F("done_on"))), name="work_accepted_after_done"
            ),
        ),
        run("register.v1.sql", UNDO),
        run("search.v1.sql", UNDO_SEARCH),
        # The rows above have checks that wait for the end; an index cannot be made as long as they do.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="applicantidentity",
            name="applicant",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="national_id", to="parcels.applicant"
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="tambon",
            field=models.ForeignKey(
                db_column="tambon",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="areas.area",
                to_field="code",
            ),
        ),
    ]
