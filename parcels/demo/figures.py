"""What the demonstration set has to add up to, to the digit (DOMAIN.md 4 and 7 A1, the dashboard's numbers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

FY = 2565
AS_OF = datetime(2021, 12, 2, 8, 30, tzinfo=ZoneInfo("Asia/Bangkok"))

STATES = ("APPLIED", "RETURNED", "DOCS_OK", "SURVEYED", "SENT")
# From SURVEYED on the parcel has to be drawn (DOMAIN.md 6.3), so only these may lack a shape.
WITHOUT_SHAPE = frozenset({"APPLIED", "RETURNED", "DOCS_OK"})


@dataclass(frozen=True)
class AmphoeFigures:
    """One row of the dashboard: applicants by state in the order of STATES, joined m², tambon with applicants."""

    code: str
    by_state: tuple[int, int, int, int, int]
    joined_m2: int
    tambon: int

    @property
    def applicants(self) -> int:
        return sum(self.by_state)


AMPHOE = (
    AmphoeFigures("6701", (7, 2, 12, 8, 5), 179_762, 14),  # เมืองเพชรบูรณ์ 112-1-40.5
    AmphoeFigures("6702", (6, 1, 7, 4, 1), 93_660, 7),  # ชนแดน 58-2-15.0
    AmphoeFigures("6703", (9, 3, 16, 10, 5), 207_850, 18),  # หล่มสัก 129-3-62.5
    AmphoeFigures("6704", (4, 1, 6, 4, 2), 71_120, 8),  # หล่มเก่า 44-1-80.0
    AmphoeFigures("6705", (8, 3, 10, 6, 3), 161_702, 12),  # วิเชียรบุรี 101-0-25.5
    AmphoeFigures("6706", (5, 1, 6, 3, 1), 88_840, 6),  # ศรีเทพ 55-2-10.0
    AmphoeFigures("6707", (6, 2, 10, 6, 3), 142_950, 11),  # หนองไผ่ 89-1-37.5
    AmphoeFigures("6708", (5, 2, 7, 3, 1), 92_760, 7),  # บึงสามพัน 57-3-90.0
    AmphoeFigures("6709", (1, 0, 1, 1, 0), 12_180, 2),  # น้ำหนาว 7-2-45.0
    AmphoeFigures("6710", (4, 1, 4, 1, 1), 53_040, 4),  # วังโป่ง 33-0-60.0
    AmphoeFigures("6711", (3, 1, 5, 3, 2), 59_336, 5),  # เขาค้อ 37-0-34.0
)

APPLICANTS = 232
JOINED_M2 = 1_163_200  # 727-0-00.0
PARCELS = 247
NOT_DRAWN = 61
ZONED_APPLICATIONS = 96
DRAFTS, REJECTED, WITHDRAWN = 12, 3, 5

# Drawn parcels whose shape differs from the land document by more than this share.
AREA_MISMATCH, MISMATCHED = 0.05, 14

# Papers that applications before the check of papers still lack, one or two each.
PAPERS_LACKING = 103

# The one institution that is counted: state land at a province agency's office (F3).
SITE_TAMBON, SITE_M2 = "670101", 48_000

# Applications by land document; ภ.บ.ท.5 gives no right, so those stay before DOCS_OK (A17).
DOCUMENTS = {"NS4": 118, "SPK401": 52, "NS3K": 41, "NS3": 9, "SK1": 4, "KTC": 3, "PBT5": 5}
LAND_CLASS = {"SPK401": "LAND_REFORM", "KTC": "COMMUNITY_LAND", "PBT5": "UNKNOWN"}

# Days that applications have been waiting in their state: days -> how many, in the order of STATES.
WAITING: tuple[dict[int, int], ...] = (
    {1: 4, 2: 2, 3: 3, 4: 5, 5: 2, 6: 2, 7: 4, 8: 10, 9: 1, 10: 2, 11: 3, 12: 3, 13: 1, 14: 4, 15: 1, 16: 1, 17: 1,
     18: 1, 19: 1, 20: 2, 22: 1, 24: 1, 27: 1, 28: 1, 41: 1},
    {2: 2, 4: 2, 5: 1, 6: 1, 7: 1, 8: 1, 9: 2, 11: 1, 12: 2, 16: 1, 17: 1, 25: 1, 38: 1},
    {0: 1, 1: 2, 2: 2, 3: 1, 4: 4, 5: 5, 6: 2, 7: 3, 8: 2, 9: 5, 10: 1, 11: 6, 12: 5, 13: 2, 14: 2, 15: 7, 16: 3,
     17: 3, 18: 3, 19: 2, 20: 10, 21: 1, 22: 1, 23: 1, 24: 1, 25: 1, 27: 1, 28: 1, 30: 1, 31: 1, 33: 1, 38: 1, 41: 1,
     47: 1},
    {0: 1, 1: 2, 2: 1, 3: 3, 4: 6, 5: 4, 6: 5, 7: 4, 8: 2, 9: 5, 10: 3, 11: 2, 12: 1, 13: 1, 14: 2, 16: 1, 18: 1, 20: 1,
     21: 1, 22: 1, 26: 1, 29: 1},
    {0: 1, 1: 2, 2: 3, 3: 1, 4: 2, 5: 5, 6: 2, 7: 1, 10: 4, 13: 2, 19: 1},
)  # fmt: skip

# The real parcels of the test data lie here: invented land keeps away from them.
REAL_LAND = "670114"
# The demonstration volunteer works in this village; a block of parcels lies in it.
VOLUNTEER_VILLAGE = "67011302"
