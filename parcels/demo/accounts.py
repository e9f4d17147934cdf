"""Demonstration accounts. They exist only beside the demonstration set, never in production."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from parcels.demo import figures
from parcels.models import Officer

PASSWORD = "plaeng-demo"  # noqa: S105  # printed for everyone; refused in production
HOUSEHOLD = "household"


@dataclass(frozen=True)
class Account:
    """A user with an office; `area` is the code within which he works."""

    username: str
    first_name: str
    last_name: str
    role: str
    area: str


ACCOUNTS = (
    Account("province", "ปรีชา", "มั่นคง", "PROVINCE", "67"),
    Account("amphoe01", "วรรณา", "จันทร์ดี", "AMPHOE_OFFICER", "6701"),
    Account("amphoe01b", "ธนพล", "วงศ์นา", "AMPHOE_OFFICER", "6701"),
    Account("amphoe05", "สุนีย์", "ธารใส", "AMPHOE_OFFICER", "6705"),
    Account("head01", "สมพงษ์", "ใจมั่น", "AMPHOE_HEAD", "6701"),
    Account("volunteer", "บุญเรือน", "แสงโคก", "VOLUNTEER", figures.VOLUNTEER_VILLAGE),
    # Bound to an applicant of the set (store.py), whose own application it looks after.
    Account(HOUSEHOLD, "ครัวเรือน", "สาธิต", "HOUSEHOLD", "67"),
    Account("analyst", "พิชิต", "แผนที่ดี", "ANALYST", "67"),
    Account("viewer", "อรทัย", "ชมนา", "VIEWER", "67"),
)


def create_missing() -> list[str]:
    """Create the accounts that are not there yet; their names. An account that exists is left as it is."""
    users = get_user_model().objects
    known = set(users.filter(username__in=[a.username for a in ACCOUNTS]).values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in known]
    for account in missing:
        user = users.create_user(
            account.username, password=PASSWORD, first_name=account.first_name, last_name=account.last_name
        )
        Officer.objects.create(user=user, role_id=account.role, area=account.area)
    return [account.username for account in missing]
