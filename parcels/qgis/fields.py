"""The fields of every published layer: name in Thai, and how a form offers it.

A column that stands nowhere here fails tests/qgis/test_fields.py and the publishing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """`kind`: text, number, boolean, time, read (shown, not changed), hidden, or list with the code list's table."""

    alias: str
    kind: str = "read"
    list: str = ""


TRACE = {
    "id": Field("เลขแถว", "hidden"),
    "uid": Field("รหัสประจำแถว (UUID)"),
    "version": Field("รุ่น"),
    "created_at": Field("สร้างเมื่อ"),
    "updated_at": Field("แก้ไขเมื่อ"),
    "created_by_id": Field("ผู้สร้าง", "hidden"),
    "updated_by_id": Field("ผู้แก้ไข", "hidden"),
    "seen_version": Field("รุ่นที่เห็น", "hidden"),
}
CODES = {
    "code": Field("รหัส"),
    "name_th": Field("ชื่อไทย"),
    "name_en": Field("ชื่ออังกฤษ"),
    "sort": Field("ลำดับ"),
    "valid_from": Field("ใช้ตั้งแต่"),
    "valid_to": Field("ใช้ถึง"),
}
LAYERS: dict[str, dict[str, Field]] = {
    "parcel": {
        "code": Field("เลขแปลง"),
        "name": Field("ชื่อแปลง", "text"),
        "tambon": Field("ตำบล", "list", "area"),
        "village_code": Field("รหัสหมู่บ้าน", "text"),
        "amphoe": Field("รหัสอำเภอ"),
        "land_class": Field("ประเภทที่ดิน", "list", "land_class"),
        "state": Field("สถานะ", "read list", "state"),
        "fy": Field("ปีงบประมาณ"),
        "model": Field("โมเดล", "read list", "plot_model"),
        "area_calc_m2": Field("เนื้อที่คำนวณ (ตร.ม.)"),
        "joined_area_m2": Field("เนื้อที่เข้าร่วม (ตร.ม.)", "number"),
        "joined_is_estimate": Field("เป็นเนื้อที่ประมาณ", "boolean"),
        "capture_method": Field("วิธีได้รูปแปลง", "list", "capture_method"),
        "positional_accuracy_m": Field("ความคลาดเคลื่อน (ม.)", "number"),
        "source_crs": Field("ระบบพิกัดต้นทาง", "text"),
        "crs_operation": Field("วิธีแปลงพิกัด", "text"),
        "withdrawn_at": Field("ถอนแปลงเมื่อ (ใส่วันที่เพื่อถอน)", "time"),
        "application": Field("ใบสมัคร (เลขแถว)", "hidden"),
        **TRACE,
    },
    "zone": {
        "parcel": Field("แปลง (เลขแถว)", "number"),
        "zone_type": Field("ชนิดโซน", "list", "zone_type"),
        "stage": Field("ขั้น", "list", "zone_stage"),
        "area_calc_m2": Field("เนื้อที่ (ตร.ม.)"),
        "depth_m": Field("ความลึก (ม.)", "number"),
        "side_slope": Field("ความลาดด้านข้าง", "number"),
        "note": Field("หมายเหตุ", "text"),
        "tambon": Field("รหัสตำบล"),
        **TRACE,
    },
    "seen_case": {
        "kind": Field("ชนิด", "read list", "case_kind"),
        "state": Field("สถานะ", "read list", "case_state"),
        "overlap_m2": Field("เนื้อที่ทับซ้อน (ตร.ม.)"),
        "parcel_a_code": Field("เลขแปลงที่หนึ่ง"),
        "parcel_b_code": Field("เลขแปลงที่สอง"),
        "opened_at": Field("เปิดเมื่อ"),
        "closed_at": Field("ปิดเมื่อ"),
        "id": TRACE["id"],
        "uid": TRACE["uid"],
        "version": TRACE["version"],
    },
    "area": {
        "code": Field("รหัส"),
        "level": Field("ระดับ"),
        "name_th": Field("ชื่อไทย"),
        "name_en": Field("ชื่ออังกฤษ"),
        "parent": Field("เขตแม่"),
        "valid_from": Field("ใช้ตั้งแต่"),
        "valid_to": Field("ใช้ถึง"),
        "source": Field("ที่มา"),
        "updated_at": Field("แก้ไขเมื่อ"),
        "names_text": Field("ชื่อในแบบ JSON", "hidden"),
        "id": TRACE["id"],
    },
    "state": {**CODES, "group": Field("กลุ่ม")},
    "zone_type": {**CODES, "group": Field("กลุ่ม")},
    "plot_model": {**CODES, "sizes_rai": Field("ขนาด (ไร่)")},
    **dict.fromkeys(("land_class", "capture_method", "zone_stage", "case_kind", "case_state"), CODES),
}
# Layer -> what QGIS reads and edits in the place of the table (parcels/sql/edit_views.v1.sql).
VIEWS = {"parcel": "parcel_edit", "zone": "zone_edit"}
TITLES = {
    "parcel": "แปลงที่ดิน", "zone": "โซนในแปลง", "seen_case": "กรณีแปลงทับซ้อน", "amphoe": "อำเภอ", "tambon": "ตำบล",
    "state": "สถานะ", "zone_type": "ชนิดโซน", "plot_model": "โมเดล", "land_class": "ประเภทที่ดิน",
    "capture_method": "วิธีได้รูปแปลง", "zone_stage": "ขั้นของโซน", "case_kind": "ชนิดข้อพิพาท", "case_state": "สถานะข้อพิพาท",
}  # fmt: skip
LISTS = ("state", "zone_type", "plot_model", "land_class", "capture_method", "zone_stage", "case_kind", "case_state")

# m² as rai-ngan-square wah: 1 rai = 1,600 m², 1 ngan = 400 m², 1 square wah = 4 m². {} is an expression in m². Twin of plaeng.rai
# (spatial/sql/rai.v1.sql): whole tenths of a wah first, half up. The inner round takes away what binary numbers leave over,
# and integers are written alike in every locale and size.
RAI = (
    "with_variable('t', round(round(({}) * 2.5, 6)), if(@t IS NULL, NULL, to_string(@t // 4000) || '-'"
    " || to_string(@t % 4000 // 1000) || '-' || lpad(to_string(@t % 1000 // 10), 2, '0') || '.' || to_string(@t % 10)))"
)
MONTHS = "array('ม.ค.','ก.พ.','มี.ค.','เม.ย.','พ.ค.','มิ.ย.','ก.ค.','ส.ค.','ก.ย.','ต.ค.','พ.ย.','ธ.ค.')"
# Today in the Buddhist era.
TODAY = f"to_string(day(now())) || ' ' || array_get({MONTHS}, month(now()) - 1) || ' ' || to_string(year(now()) + 543)"


def table_of(relation: str) -> str:
    """The table behind what QGIS reads: that of a view, or the relation itself."""
    return next((table for table, view in VIEWS.items() if view == relation), relation)
