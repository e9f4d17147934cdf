"""What we publish: one Collection object each, declared as data. Filters, sorting and schema follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    CharField,
    DecimalField,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
)  # fmt: skip
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate

from api.cql2.values import Kind, Queryable
from parcels.models import AreaSummary, LandDocument, Parcel, SeenCase, Zone
from parcels.permissions import Access
from spatial.areas.models import Area
from spatial.features import Kept, Rai, Share

# The types of properties that are single values, and what a filter calls them.
KINDS: dict[str, Kind] = {
    "string": "text", "integer": "number", "number": "number", "boolean": "boolean", "uuid": "uuid",
    "datetime": "timestamp", "date": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Property:
    """One property of a feature: where it comes from, its type, and whether one may sort by it.

    `names_people` hides it, for reading, filtering and sorting alike, from roles without that right.
    """

    source: Combinable
    type: str = "string"
    title_en: str = ""
    title_th: str = ""
    is_sortable: bool = False
    names_people: bool = False
    is_writable: bool = False
    codes: str = ""

    @property
    def is_queryable(self) -> bool:
        """One may filter by every property that is a single value."""
        return self.type in KINDS


@dataclass(frozen=True)
class Collection:
    """A table as a collection. `search` are the lookups that `q` goes through; `key` is the column of the id.

    `find` is a condition of its own for `q`, of the text and whether names of people may be searched, in their place.

    `key_pattern` is what an id looks like that is no UUID. `changed` is the time that `datetime` means; "" for none.
    `is_public`: it may be read without signing in. Without `geometry` it is a table of plain records.
    `shares` are the properties that tables keep ready as text, in the order of `properties`.
    """

    name: str
    title_en: str
    title_th: str
    model: type[Model]
    key: str
    geometry: str
    properties: dict[str, Property]
    search: tuple[str, ...] = ()
    search_people: tuple[str, ...] = ()
    find: Callable[[str, bool], Q] | None = None
    is_editable: bool = False
    changed: str = "updated_at"
    key_pattern: str = ""
    is_public: bool = False
    shares: tuple[Share, ...] = ()
    kept_shape: Kept | None = None

    def readable(self, can: Access) -> dict[str, Property]:
        """The properties that this user may read, and so also filter and sort by."""
        people = can.rights.sees_people
        return {name: p for name, p in self.properties.items() if people or not p.names_people}

    @property
    def is_searched(self) -> bool:
        return bool(self.search or self.search_people or self.find)

    def queryables(self, can: Access) -> dict[str, Queryable]:
        """What this user may name in a filter: readable single values, and the geometry as `geom`."""
        values = {n: Queryable(KINDS[p.type], p.source) for n, p in self.readable(can).items() if p.is_queryable}
        return {**values, "geom": Queryable("geometry", F("geom"))} if self.geometry else values


_deed = Subquery(
    LandDocument.objects.filter(parcel=OuterRef("pk"))
    .order_by()
    .values("parcel")
    .annotate(m2=Sum("area_deed_wah") * 4)
    .values("m2"),
    output_field=DecimalField(),
)

_deed_text = Func(
    F("pk"),
    template="(SELECT kept.own_text FROM deed kept WHERE kept.parcel = %(expressions)s)",
    output_field=TextField(),
)

TRACE = {
    "version": Property(F("version"), "integer", "Version", "รุ่น"),
    "created_at": Property(F("created_at"), "datetime", "Created", "สร้างเมื่อ"),
    "updated_at": Property(F("updated_at"), "datetime", "Changed", "แก้ไขเมื่อ", is_sortable=True),
}

PARCELS = Collection(
    name="parcels",
    title_en="Parcels",
    title_th="แปลงที่ดิน",
    model=Parcel,
    key="uid",
    geometry="MultiPolygon",
    is_editable=True,
    search=("code__icontains", "name__icontains", "application__no__icontains"),
    search_people=("application__applicant__name_th__icontains",),
    properties={
        "code": Property(F("code"), title_en="Parcel code", title_th="เลขแปลง", is_sortable=True),
        "name": Property(F("name"), title_en="Name", title_th="ชื่อแปลง", is_writable=True),
        "tambon": Property(
            F("tambon_id"), title_en="Tambon", title_th="รหัสตำบล", is_writable=True
        ),
        "amphoe": Property(F("amphoe"), title_en="Amphoe", title_th="รหัสอำเภอ"),
        "village_code": Property(
            F("village_code"), title_en="Village code", title_th="รหัสหมู่บ้าน", is_writable=True
        ),
        "land_class": Property(
            F("land_class_id"), title_en="Land class", title_th="ประเภทที่ดิน",
            is_writable=True, codes="land_class",
        ),
        "state": Property(
            F("state_id"), title_en="State", title_th="สถานะ", is_sortable=True, codes="state"
        ),
        "fy": Property(F("fy"), "integer", "Fiscal year", "ปีงบประมาณ"),
        "model": Property(F("model_id"), title_en="Model", title_th="โมเดล", codes="plot_model"),
        "joined_area_m2": Property(
            F("joined_area_m2"), "number", "Joined area, m²", "เนื้อที่เข้าร่วม (ตร.ม.)", is_writable=True
        ),
        "joined_area": Property(Rai("joined_area_m2"), "rai", "Joined area", "เนื้อที่เข้าร่วม"),
        "joined_is_estimate": Property(
            F("joined_is_estimate"), "boolean", "Joined area is an estimate", "เป็นเนื้อที่ประมาณ", is_writable=True,
        ),
        "area_calc_m2": Property(
            F("area_calc_m2"), "number", "Computed area, m²", "เนื้อที่คำนวณ (ตร.ม.)", is_sortable=True
        ),
        "area": Property(Rai("area_calc_m2"), "rai", "Computed area", "เนื้อที่คำนวณ"),
        "capture_method": Property(
            F("capture_method_id"), title_en="Captured by", title_th="วิธีได้รูปแปลง",
            is_writable=True, codes="capture_method",
        ),
        "source_crs": Property(F("source_crs"), title_en="Source CRS", title_th="ระบบพิกัดต้นทาง", is_writable=True),
        "crs_operation": Property(
            F("crs_operation"), title_en="CRS operation", title_th="วิธีแปลงพิกัด", is_writable=True
        ),
        "positional_accuracy_m": Property(
            F("positional_accuracy_m"), "number", "Accuracy, m", "ความคลาดเคลื่อน (ม.)", is_writable=True
        ),
        **TRACE,
        "application": Property(
            F("application__uid"), "uuid", "Application", "ใบสมัคร", is_writable=True
        ),
        "application_no": Property(
            F("application__no"), title_en="Application number", title_th="เลขที่ใบสมัคร"
        ),
        "state_since": Property(F("application__state_since"), "datetime", "State since", "สถานะตั้งแต่"),
        "applicant_name": Property(
            F("application__applicant__name_th"), title_en="Applicant", title_th="ผู้สมัคร", names_people=True
        ),
        "tambon_th": Property(F("tambon__name_th"), title_en="Tambon (Thai)", title_th="ตำบล"),
        "tambon_en": Property(F("tambon__name_en"), title_en="Tambon (English)", title_th="ตำบล (อังกฤษ)"),
        "amphoe_th": Property(F("tambon__parent__name_th"), title_en="Amphoe (Thai)", title_th="อำเภอ"),
        "amphoe_en": Property(F("tambon__parent__name_en"), title_en="Amphoe (English)", title_th="อำเภอ (อังกฤษ)"),
        "area_deed_m2": Property(_deed, "number", "Area on the land documents, m²", "เนื้อที่ตามเอกสารสิทธิ (ตร.ม.)"),
        "area_deed": Property(Rai(_deed), "rai", "Area on the land documents", "เนื้อที่ตามเอกสารสิทธิ"),
        "updated_by": Property(F("updated_by__username"), title_en="Changed by", title_th="แก้ไขโดย"),
    },
    kept_shape=Kept("geom", column="shape_text"),
    shares=(
        Share(
            ("code", "name", "tambon", "amphoe", "village_code", "land_class", "state", "fy", "model",
             "joined_area_m2", "joined_area", "joined_is_estimate", "area_calc_m2", "area", "capture_method",
             "source_crs", "crs_operation", "positional_accuracy_m", "version", "created_at", "updated_at"),
            Kept("code", column="own_text"),
        ),
        Share(("application", "application_no", "state_since"), Kept("application__no", column="own_text")),
        Share(("applicant_name",), Kept("application__applicant__name_th", column="own_text")),
        Share(("tambon_th", "tambon_en", "amphoe_th", "amphoe_en"), Kept("tambon__name_th", column="names_text")),
        Share(("area_deed_m2", "area_deed"), _deed_text),
    ),
)  # fmt: skip

ZONES = Collection(
    name="zones",
    title_en="Zones",
    title_th="โซนในแปลง",
    model=Zone,
    key="uid",
    geometry="Polygon",
    is_editable=True,
    properties={
        "parcel": Property(F("parcel__uid"), "uuid", "Parcel", "แปลง", is_writable=True),
        "parcel_code": Property(F("parcel__code"), title_en="Parcel code", title_th="เลขแปลง"),
        "zone_type": Property(
            F("zone_type_id"), title_en="Zone type", title_th="ชนิดโซน", is_writable=True,
            codes="zone_type",
        ),
        "zone_group": Property(
            F("zone_type__group_id"), title_en="Group", title_th="กลุ่มโซน",
            codes="zone_group",
        ),
        "stage": Property(
            F("stage_id"), title_en="Stage", title_th="ขั้น", is_writable=True, codes="zone_stage"
        ),
        "area_calc_m2": Property(F("area_calc_m2"), "number", "Area, m²", "เนื้อที่ (ตร.ม.)", is_sortable=True),
        "area": Property(Rai("area_calc_m2"), "rai", "Area", "เนื้อที่"),
        "depth_m": Property(F("depth_m"), "number", "Depth, m", "ความลึก (ม.)", is_writable=True),
        "side_slope": Property(F("side_slope"), "number", "Side slope", "ความลาดด้านข้าง", is_writable=True),
        "note": Property(F("note"), title_en="Note", title_th="หมายเหตุ", is_writable=True),
        "tambon": Property(F("tambon"), title_en="Tambon", title_th="รหัสตำบล"),
        **TRACE,
    },
)  # fmt: skip

AREAS = Collection(
    name="areas",
    title_en="Administrative areas",
    title_th="เขตการปกครอง",
    model=Area,
    key="code",
    key_pattern="^[0-9]{2,8}$",
    geometry="MultiPolygon",
    search=("name_th__icontains", "name_en__icontains", "code__startswith"),
    properties={
        "code": Property(F("code"), title_en="Code", title_th="รหัส", is_sortable=True),
        "level": Property(F("level"), title_en="Level", title_th="ระดับ"),
        "name_th": Property(F("name_th"), title_en="Name (Thai)", title_th="ชื่อไทย", is_sortable=True),
        "name_en": Property(F("name_en"), title_en="Name (English)", title_th="ชื่ออังกฤษ", is_sortable=True),
        "parent": Property(F("parent_id"), title_en="Parent", title_th="เขตแม่"),
    },
)

AREA_SUMMARY = Collection(
    name="area-summary",
    title_en="Participation by area",
    title_th="สรุปการเข้าร่วมรายพื้นที่",
    model=AreaSummary,
    key="row_key",
    key_pattern="^[0-9]{2,6}-[0-9]{4}(-[A-Z_]+)?$",
    geometry="MultiPolygon",
    changed="",
    is_public=True,
    search=("name_th__icontains", "name_en__icontains", "code__startswith"),
    properties={
        "code": Property(F("code"), title_en="Area code", title_th="รหัสพื้นที่", is_sortable=True),
        "level": Property(F("level"), title_en="Level", title_th="ระดับ"),
        "name_th": Property(F("name_th"), title_en="Name (Thai)", title_th="ชื่อไทย", is_sortable=True),
        "name_en": Property(F("name_en"), title_en="Name (English)", title_th="ชื่ออังกฤษ", is_sortable=True),
        "parent": Property(F("parent"), title_en="Parent", title_th="เขตแม่"),
        "fy": Property(F("fy"), "integer", "Fiscal year", "ปีงบประมาณ", is_sortable=True),
        "state": Property(F("state"), title_en="State; none for all", title_th="สถานะ (ว่างคือทุกสถานะ)", codes="state"),
        "applicants": Property(F("applicants"), "integer", "Applicants", "ราย", is_sortable=True),
        "applicants_class": Property(F("applicants_class"), title_en="Applicants, class", title_th="ช่วงจำนวนราย"),
        "joined_area_m2": Property(
            F("joined_area_m2"), "number", "Joined area, m²", "เนื้อที่เข้าร่วม (ตร.ม.)", is_sortable=True
        ),
        "joined_area": Property(Rai("joined_area_m2"), "rai", "Joined area", "เนื้อที่เข้าร่วม"),
    },
)  # fmt: skip

CASES = Collection(
    name="cases",
    title_en="Overlaps",
    title_th="กรณีแปลงทับซ้อน",
    model=SeenCase,
    key="uid",
    geometry="MultiPolygon",
    search=("parcel_a_code__icontains", "parcel_b_code__icontains"),
    properties={
        "kind": Property(F("kind"), title_en="Kind", title_th="ชนิด", codes="case_kind"),
        "state": Property(F("state"), title_en="State", title_th="สถานะ", is_sortable=True, codes="case_state"),
        "parcel_a": Property(F("parcel_a"), "uuid", "One parcel", "แปลงที่หนึ่ง"),
        "parcel_a_code": Property(F("parcel_a_code"), title_en="Code of the one", title_th="เลขแปลงที่หนึ่ง"),
        "parcel_b": Property(F("parcel_b"), "uuid", "Other parcel", "แปลงที่สอง"),
        "parcel_b_code": Property(F("parcel_b_code"), title_en="Code of the other", title_th="เลขแปลงที่สอง"),
        "overlap_m2": Property(F("overlap_m2"), "number", "Overlap, m²", "เนื้อที่ทับซ้อน (ตร.ม.)", is_sortable=True),
        "opened_at": Property(F("opened_at"), "datetime", "Opened", "เปิดเมื่อ", is_sortable=True),
        "closed_at": Property(F("closed_at"), "datetime", "Closed", "ปิดเมื่อ"),
        **TRACE,
    },
)  # fmt: skip

COLLECTIONS = {c.name: c for c in (PARCELS, ZONES, AREAS, AREA_SUMMARY, CASES)}


def sort_key(prop: Property) -> Combinable:
    """The expression that orders by a property; what is missing counts as zero or as an empty text."""
    if prop.type in {"number", "integer"}:
        return Coalesce(prop.source, Value(0), output_field=DecimalField())
    if prop.type in {"datetime", "date"}:
        return prop.source
    return Collate(Coalesce(prop.source, Value(""), output_field=CharField()), "C")


def search(collection: Collection, can: Access, text: str) -> Q:
    """The condition of `q`: the text stands somewhere in what this user may read."""
    if collection.find is not None:
        return collection.find(text, can.rights.sees_people)
    lookups = collection.search + (collection.search_people if can.rights.sees_people else ())
    condition = Q()
    for lookup in lookups:
        condition |= Q(**{lookup: text})
    return condition
