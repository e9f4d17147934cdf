"""The tables of the register as we publish them: one Record each, declared as data.

/api/applications        GET a list, POST one
/api/applications/{uid}  GET, PATCH and DELETE with If-Match
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    Field,
    IntegerField,
    JSONField,
    OuterRef,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf, Substr

from api.collections import TRACE, Collection, Property
from parcels import finding
from parcels.models import (
    Applicant,
    Application,
    Attachment,
    Comment,
    Consent,
    Design,
    LandDocument,
    Parcel,
    Survey,
    Work,
)  # fmt: skip
from spatial.crs import CRS84
from spatial.features import Rai


@dataclass(frozen=True)
class Record(Collection):
    """A table of the register. `belongs` names the property that leads to its application, "" where it is its own."""

    belongs: str = "application"


def _point(column: str) -> Combinable:
    """A place as GeoJSON, EPSG:4326."""
    return Cast(AsGeoJSON(column, precision=CRS84.decimals), JSONField())


def _person(column: str) -> Combinable:
    """The name by which an account is known."""
    return Coalesce(
        NullIf(F(f"{column}__first_name"), Value("")), F(f"{column}__username"), Value(""), output_field=CharField()
    )


def _of_parcels(value: Combinable, output: type[Field[Any, Any]]) -> Combinable:
    """A figure of the parcels of an application."""
    rows = Parcel.objects.filter(application=OuterRef("pk"), withdrawn_at__isnull=True).order_by()
    return Subquery(rows.values("application").annotate(x=value).values("x"), output_field=output())


_JOINED = _of_parcels(Sum("joined_area_m2"), DecimalField)
_BY = {"created_by": Property(_person("created_by"), title_en="Entered by", title_th="ผู้บันทึก")}
_APPLICATION = {
    "application": Property(F("application__uid"), "uuid", "Application", "ใบสมัคร", is_writable=True),
    "application_no": Property(F("application__no"), title_en="Application number", title_th="เลขที่ใบสมัคร"),
}
_LAST4 = F("national_id__last4")
_MASKED = Case(
    When(
        national_id__isnull=False,
        then=Concat(
            Value("x-xxxx-xxxx"), Left(_LAST4, 1), Value("-"), Substr(_LAST4, 2, 2), Value("-"), Substr(_LAST4, 4, 1),
            output_field=TextField(),
        ),
    ),
    default=Value(""),
    output_field=TextField(),
)  # fmt: skip

APPLICATIONS = Record(
    name="applications", title_en="Applications", title_th="ใบสมัคร", model=Application, key="uid", geometry="",
    is_editable=True, belongs="",
    find=finding.applications,
    properties={
        "no": Property(F("no"), title_en="Number", title_th="เลขที่", is_sortable=True),
        "fy": Property(F("fy"), "integer", "Fiscal year", "ปีงบประมาณ", is_writable=True),
        "applicant": Property(F("applicant__uid"), "uuid", "Applicant", "ผู้สมัคร", is_writable=True),
        "applicant_name": Property(
            F("applicant__name_th"), title_en="Applicant's name", title_th="ชื่อผู้สมัคร", names_people=True, is_sortable=True
        ),
        "applicant_kind": Property(
            F("applicant__kind_id"), title_en="Kind of applicant", title_th="ประเภทผู้สมัคร", codes="applicant_kind"
        ),
        "relation": Property(
            F("relation_id"), title_en="Relation to the holder", title_th="ความสัมพันธ์กับผู้ถือสิทธิ", is_writable=True,
            codes="relation",
        ),
        "tambon": Property(F("tambon_id"), title_en="Tambon", title_th="รหัสตำบล", is_writable=True),
        "tambon_th": Property(F("tambon__name_th"), title_en="Tambon (Thai)", title_th="ตำบล"),
        "amphoe": Property(F("tambon__parent_id"), title_en="Amphoe", title_th="รหัสอำเภอ"),
        "amphoe_th": Property(F("tambon__parent__name_th"), title_en="Amphoe (Thai)", title_th="อำเภอ"),
        "model": Property(F("model_id"), title_en="Model", title_th="โมเดล", is_writable=True, codes="plot_model"),
        "size_target_rai": Property(
            F("size_target_rai"), "number", "Size of the design, rai", "ขนาดแบบ (ไร่)", is_writable=True
        ),
        "level": Property(F("level_id"), title_en="Level", title_th="ระดับ", is_writable=True, codes="level"),
        "state": Property(F("state_id"), title_en="State", title_th="สถานะ", is_sortable=True, codes="state"),
        "state_since": Property(F("state_since"), "datetime", "State since", "สถานะตั้งแต่", is_sortable=True),
        "reserve_rank": Property(F("reserve_rank"), "integer", "Rank in reserve", "ลำดับสำรอง", is_sortable=True),
        "parcels": Property(Coalesce(_of_parcels(Count("pk"), IntegerField), 0), "integer", "Parcels", "จำนวนแปลง"),
        "joined_area_m2": Property(_JOINED, "number", "Joined area, m²", "เนื้อที่เข้าร่วม (ตร.ม.)"),
        "joined_area": Property(Rai(_JOINED), "rai", "Joined area", "เนื้อที่เข้าร่วม"),
        "remark": Property(F("remark"), title_en="Remark", title_th="หมายเหตุ", is_writable=True),
        **_BY, **TRACE,
    },
)  # fmt: skip

APPLICANTS = Record(
    name="applicants", title_en="Applicants", title_th="ผู้สมัคร", model=Applicant, key="uid", geometry="",
    is_editable=True, belongs="",
    find=finding.applicants,
    properties={
        "kind": Property(F("kind_id"), title_en="Kind", title_th="ประเภท", is_writable=True, codes="applicant_kind"),
        "sector": Property(F("sector_id"), title_en="Sector", title_th="ภาคี", is_writable=True, codes="sector"),
        "name_th": Property(
            F("name_th"), title_en="Name", title_th="ชื่อ", names_people=True, is_writable=True, is_sortable=True
        ),
        "national_id_masked": Property(
            _MASKED, title_en="National ID, masked", title_th="เลขประจำตัวประชาชน (ปิดบัง)", names_people=True
        ),
        "org_reg_no": Property(
            F("org_reg_no"), title_en="Registration of the organisation", title_th="เลขทะเบียนองค์กร", is_writable=True
        ),
        "phone": Property(F("phone"), title_en="Telephone", title_th="โทรศัพท์", names_people=True, is_writable=True),
        "village_code": Property(F("village_code"), title_en="Village code", title_th="รหัสหมู่บ้าน", is_writable=True),
        "tambon": Property(F("tambon_id"), title_en="Tambon", title_th="รหัสตำบล", is_writable=True),
        "tambon_th": Property(F("tambon__name_th"), title_en="Tambon (Thai)", title_th="ตำบล"),
        "deceased": Property(F("deceased"), "boolean", "Deceased", "เสียชีวิตแล้ว", is_writable=True),
        **TRACE,
    },
)  # fmt: skip

DOCUMENTS = Record(
    name="documents", title_en="Land documents", title_th="เอกสารสิทธิ", model=LandDocument, key="uid", geometry="",
    is_editable=True, belongs="parcel__application",
    search=("doc_no__icontains", "land_no__icontains", "map_sheet__icontains"),
    search_people=("holder_name__icontains",),
    properties={
        "parcel": Property(F("parcel__uid"), "uuid", "Parcel", "แปลง", is_writable=True),
        "parcel_code": Property(F("parcel__code"), title_en="Parcel code", title_th="เลขแปลง"),
        "application": Property(F("parcel__application__uid"), "uuid", "Application", "ใบสมัคร"),
        "doc_type": Property(
            F("doc_type_id"), title_en="Kind", title_th="ชนิดเอกสาร", is_writable=True, codes="doc_type"
        ),
        "confers": Property(F("doc_type__confers_id"), title_en="Confers", title_th="ให้สิทธิ", codes="confers"),
        "doc_no": Property(F("doc_no"), title_en="Number", title_th="เลขที่", is_writable=True),
        "map_sheet": Property(F("map_sheet"), title_en="Map sheet", title_th="ระวาง", is_writable=True),
        "sheet_scale": Property(F("sheet_scale"), "integer", "Scale of the sheet", "มาตราส่วนระวาง", is_writable=True),
        "land_no": Property(F("land_no"), title_en="Land number", title_th="เลขที่ดิน", is_writable=True),
        "survey_page": Property(F("survey_page"), title_en="Survey page", title_th="หน้าสำรวจ", is_writable=True),
        "book": Property(F("book"), title_en="Book", title_th="เล่ม", is_writable=True),
        "page": Property(F("page"), title_en="Page", title_th="หน้า", is_writable=True),
        "land_office": Property(F("land_office"), title_en="Land office", title_th="สำนักงานที่ดิน", is_writable=True),
        "area_deed_wah": Property(
            F("area_deed_wah"), "number", "Area on the paper, square wah", "เนื้อที่ตามเอกสาร (ตร.ว.)", is_writable=True
        ),
        "issued_on": Property(F("issued_on"), "date", "Issued on", "ออกเมื่อ", is_writable=True),
        "holder_name": Property(
            F("holder_name"), title_en="Holder", title_th="ผู้ถือสิทธิ", names_people=True, is_writable=True
        ),
        "co_holders": Property(F("co_holders"), "integer", "Co-holders", "ผู้ถือร่วม (คน)", is_writable=True),
        **TRACE,
    },
)  # fmt: skip

CONSENTS = Record(
    name="consents", title_en="Consents", title_th="ความยินยอม", model=Consent, key="uid", geometry="", is_editable=True,
    properties={
        **_APPLICATION,
        "kind": Property(F("kind_id"), title_en="Kind", title_th="เรื่อง", is_writable=True, codes="consent_kind"),
        "given_by": Property(
            F("given_by"), title_en="Given by", title_th="ผู้ให้ความยินยอม", names_people=True, is_writable=True
        ),
        "relation": Property(
            F("relation_id"), title_en="Relation to the holder", title_th="ความสัมพันธ์กับผู้ถือสิทธิ", is_writable=True,
            codes="relation",
        ),
        "signed_on": Property(F("signed_on"), "date", "Signed on", "ลงนามเมื่อ", is_writable=True),
        "text_version": Property(F("text_version"), title_en="Version of the text", title_th="ฉบับข้อความ", is_writable=True),
        "withdrawn_on": Property(F("withdrawn_on"), "date", "Withdrawn on", "ถอนเมื่อ", is_writable=True),
        **TRACE,
    },
)  # fmt: skip

SURVEYS = Record(
    name="surveys", title_en="Surveys", title_th="การสำรวจ", model=Survey, key="uid", geometry="", is_editable=True,
    properties={
        **_APPLICATION,
        "visited_on": Property(F("visited_on"), "date", "Visited on", "วันที่ลงพื้นที่", is_writable=True),
        "visited_by": Property(
            F("visited_by"), title_en="Visited by", title_th="ผู้สำรวจ", names_people=True, is_writable=True
        ),
        "location": Property(_point("location"), "point", "Place", "ตำแหน่ง", is_writable=True),
        "soil": Property(F("soil_id"), title_en="Soil", title_th="ดิน", is_writable=True, codes="soil"),
        "water_source": Property(
            F("water_source_id"), title_en="Water", title_th="แหล่งน้ำ", is_writable=True, codes="water_source"
        ),
        "crops_now": Property(F("crops_now"), title_en="Crops now", title_th="พืชที่ปลูก", is_writable=True),
        "animals_now": Property(F("animals_now"), title_en="Animals now", title_th="สัตว์ที่เลี้ยง", is_writable=True),
        "access": Property(F("access"), title_en="Access", title_th="ทางเข้า", is_writable=True),
        "flood_risk": Property(
            F("flood_risk_id"), title_en="Risk of flood", title_th="ความเสี่ยงน้ำท่วม", is_writable=True, codes="flood_risk"
        ),
        "ready": Property(F("ready"), "boolean", "Ready", "พร้อม", is_writable=True),
        "reasons": Property(F("reasons"), title_en="Reasons", title_th="เหตุผล", is_writable=True),
        **_BY, **TRACE,
    },
)  # fmt: skip

DESIGNS = Record(
    name="designs", title_en="Designs", title_th="แบบแปลง", model=Design, key="uid", geometry="", is_editable=True,
    properties={
        **_APPLICATION,
        "size_rai": Property(F("size_rai"), "number", "Size, rai", "ขนาด (ไร่)", is_writable=True),
        "ratio": Property(F("ratio_id"), title_en="Width to length", title_th="กว้าง:ยาว", is_writable=True, codes="ratio"),
        "soil": Property(F("soil_id"), title_en="Soil", title_th="ดิน", is_writable=True, codes="soil"),
        "approved_on": Property(F("approved_on"), "date", "Approved on", "อนุมัติเมื่อ", is_writable=True),
        **TRACE,
    },
)  # fmt: skip

WORKS = Record(
    name="works", title_en="Works", title_th="งานปรับพื้นที่", model=Work, key="uid", geometry="", is_editable=True,
    properties={
        **_APPLICATION,
        "kind": Property(F("kind"), title_en="Work", title_th="งาน", is_writable=True),
        "planned_on": Property(F("planned_on"), "date", "Planned on", "กำหนด", is_writable=True),
        "done_on": Property(F("done_on"), "date", "Done on", "แล้วเสร็จ", is_writable=True),
        "contractor": Property(F("contractor"), title_en="Contractor", title_th="ผู้รับจ้าง", is_writable=True),
        "volume_m3": Property(F("volume_m3"), "number", "Volume, m³", "ปริมาตร (ลบ.ม.)", is_writable=True),
        "accepted_on": Property(F("accepted_on"), "date", "Accepted on", "ตรวจรับเมื่อ", is_writable=True),
        "accepted_by": Property(F("accepted_by"), title_en="Accepted by", title_th="ผู้ตรวจรับ", is_writable=True),
        **TRACE,
    },
)  # fmt: skip

COMMENTS = Record(
    name="comments", title_en="Comments", title_th="ความเห็น", model=Comment, key="uid", geometry="", is_editable=True,
    properties={
        **_APPLICATION,
        "parcel": Property(F("parcel__uid"), "uuid", "Parcel", "แปลง", is_writable=True),
        "text": Property(F("text"), title_en="Text", title_th="ข้อความ", is_writable=True),
        "point": Property(_point("point"), "point", "Place", "ตำแหน่ง", is_writable=True),
        "resolved": Property(F("resolved"), "boolean", "Resolved", "แก้แล้ว", is_writable=True),
        **_BY, **TRACE,
    },
)  # fmt: skip

ATTACHMENTS = Record(
    name="attachments", title_en="Papers and photos", title_th="เอกสารแนบ", model=Attachment, key="uid", geometry="",
    is_editable=True,
    properties={
        **_APPLICATION,
        "parcel": Property(F("parcel__uid"), "uuid", "Parcel", "แปลง", is_writable=True),
        "kind": Property(F("kind_id"), title_en="Kind", title_th="ชนิด", is_writable=True, codes="attachment_kind"),
        "file_name": Property(F("file_name"), title_en="File", title_th="ชื่อไฟล์", names_people=True),
        "media_type": Property(F("media_type"), title_en="Media type", title_th="ชนิดไฟล์"),
        "size_bytes": Property(F("size_bytes"), "integer", "Size, bytes", "ขนาด (ไบต์)"),
        "pages": Property(F("pages"), "integer", "Pages", "จำนวนหน้า"),
        "taken_at": Property(F("taken_at"), "datetime", "Taken", "ถ่ายเมื่อ"),
        "location": Property(_point("location"), "point", "Place", "ตำแหน่ง"),
        "masked": Property(F("masked"), "boolean", "Religion is masked", "ปิดข้อมูลศาสนาแล้ว", is_writable=True),
        "result": Property(F("result"), title_en="Result", title_th="ผลตรวจ", is_writable=True),
        "result_reason": Property(F("result_reason"), title_en="Reason", title_th="เหตุผล", is_writable=True),
        "checked_at": Property(F("checked_at"), "datetime", "Checked", "ตรวจเมื่อ"),
        "checked_by": Property(_person("checked_by"), title_en="Checked by", title_th="ผู้ตรวจ"),
        **_BY, **TRACE,
    },
)  # fmt: skip

RECORDS = {
    r.name: r
    for r in (
        APPLICATIONS, APPLICANTS, DOCUMENTS, CONSENTS, SURVEYS, DESIGNS, WORKS, COMMENTS, ATTACHMENTS,
    )
}  # fmt: skip
