"""Invented people: names put together at random, numbers that nobody can have."""

from __future__ import annotations

from random import Random

from parcels.identity import NationalId, check_digit

TITLES = (("นาย", True), ("นาง", False), ("นางสาว", False))
MEN = (
    "อำนวย", "ประเสริฐ", "ไพโรจน์", "ชูชัย", "สมหมาย", "บุญมี", "คำปัน", "ธนพล", "วิรัตน์", "สุเทพ", "ทองใบ", "เกรียงไกร",
    "ณรงค์", "ประยูร", "สำราญ", "วิชัย", "อุดม", "จำรัส", "เฉลิม", "พิชิต",
)  # fmt: skip
WOMEN = (
    "วิไล", "จันทร์เพ็ญ", "สุดา", "ศรีนวล", "พิมพ์ใจ", "มาลี", "บัวลอย", "สายหยุด", "ทองสุข", "อรทัย", "ลำดวน", "กาญจนา",
    "บุญเรือน", "ดวงใจ", "เพ็ญศรี", "สมพร", "ราตรี", "นงลักษณ์", "ปราณี", "วันเพ็ญ",
)  # fmt: skip
SURNAME_HEADS = ("ทอง", "แก้ว", "ศรี", "บุญ", "แสง", "จันทร์", "คำ", "พรม", "อินทร์", "เพชร", "ธาร", "ไพร", "นา", "โคก")
SURNAME_TAILS = ("ดี", "งามตา", "ใสเย็น", "มณีนา", "ภาไพร", "ทิพย์โคก", "มั่นนา", "เย็นใจ", "รุ่งนา", "ชุ่มดิน", "สุขหนอง")

# Amphoe 0000 does not exist, so no card carries such a number; and no telephone begins with 000.
ID_HEAD = "10000"


def person(random: Random) -> str:
    """A title, a first name and a surname."""
    title, is_man = random.choice(TITLES)
    first = random.choice(MEN if is_man else WOMEN)
    return f"{title}{first} {random.choice(SURNAME_HEADS)}{random.choice(SURNAME_TAILS)}"


def national_id(number: int) -> NationalId:
    """The valid but impossible ID of the n-th invented person."""
    head = f"{ID_HEAD}{number:07d}"
    return NationalId.parse(f"{head}{check_digit(head)}")


def telephone(number: int) -> str:
    return f"000-{number // 10_000:03d}-{number % 10_000:04d}"
