"""The officers of a trial. Each has limits of his own, as an account and as an address, and there are many of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyotp
import requests

PASSWORD = "plaeng-demo"  # of the demonstration
# Copies of which account of the demonstration, and how many: officers of an amphoe; the province, who administrates
# them and comes last by name, since links lead to the first of a list; officers who are administrated; officers who
# each get a second factor, once.
OFFICERS, CHIEFS, SPARES, KEEPERS = "fuzz", "superior", "spare", "keeper"
COPIES = {OFFICERS: ("amphoe01", 60), CHIEFS: ("province", 12), SPARES: ("amphoe01", 12), KEEPERS: ("amphoe01", 60)}

# Copies of an account under other names, with its password.
MADE = """
    WITH made AS (
        INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff, is_active,
                               date_joined)
        SELECT %(name)s || n, password, 'Fuzz', n::text, '', false, false, true, now()
        FROM auth_user, generate_series(0, %(count)s - 1) n WHERE username = %(source)s
        RETURNING id
    )
    INSERT INTO officer (user_id, role, area) SELECT made.id, o.role, o.area
    FROM made, officer o JOIN auth_user u ON u.id = o.user_id AND u.username = %(source)s
"""

# The names of areas come without outlines; one has a rough one, so that a place can be in it.
OUTLINE = "UPDATE area SET geom = ST_Multi(ST_MakeEnvelope(101.1, 16.3, 101.3, 16.5, 4326)) WHERE code = '670101'"

# Two pieces of land of theirs that overlap, away from all other: a case to look at.
DISPUTE = """
    INSERT INTO parcel (tambon, name, geom)
    SELECT '670101', 'trial', ST_Multi(ST_MakeEnvelope(100.9 + n * 0.0005, 16, 100.901 + n * 0.0005, 16.001, 4326))
    FROM generate_series(0, 1) n
"""


@dataclass
class Officer:
    """One signed-in browser. The trial's server stands as if behind a proxy, which says where a request comes from."""

    base: str
    name: str
    http: requests.Session = field(default_factory=requests.Session)
    token: str = ""
    seen: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        kind = self.name.rstrip("0123456789")
        return f"10.0.{[*COPIES].index(kind)}.{int(self.name.removeprefix(kind)) + 1}"

    @property
    def csrf(self) -> str:
        return str(self.http.headers["X-CSRFToken"])

    def sign_in(self) -> Officer:
        """Raises HTTPError when it is refused."""
        address = f"{self.base}/session"
        self.http.headers["X-Real-IP"] = self.address
        self.http.headers["X-CSRFToken"] = self.http.get(address).json()["csrf"]
        self.http.post(address, json={"username": self.name, "password": PASSWORD}).raise_for_status()
        self.http.headers["X-CSRFToken"] = self.http.get(address).json()["csrf"]
        return self

    def take_token(self) -> Officer:
        """A token that may write. Raises HTTPError when it is refused."""
        answer = self.http.post(f"{self.base}/tokens", json={"name": "trial", "scope": "write"})
        answer.raise_for_status()
        self.token = answer.json()["token"]
        return self

    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.http.cookies}

    def features(self, collection: str) -> list[dict[str, Any]]:
        """Some of what the officer sees."""
        if collection not in self.seen:
            found = self.http.get(f"{self.base}/collections/{collection}/items", params={"limit": 40}).json()
            self.seen[collection] = found["features"]
        return self.seen[collection]

    def records(self, name: str) -> list[dict[str, Any]]:
        """Some of a table of the register that the officer sees; none of what is no such table, or not for him."""
        if name not in self.seen:
            found = self.http.get(f"{self.base}/{name}", params={"limit": 40}).json()
            self.seen[name] = found.get("items", [])
        return self.seen[name]

    def ground(self) -> list[str]:
        """The identities of the two parcels of tests/fuzz/ground.py, the western one first."""
        if "ground" not in self.seen:
            asked = {"filter": "name = 'ground'", "sortby": "code", "skipGeometry": "true"}
            self.seen["ground"] = self.http.get(f"{self.base}/collections/parcels/items", params=asked).json()[
                "features"
            ]
        return [one["id"] for one in self.seen["ground"]]

    def open_application(self, dice: int) -> dict[str, Any]:
        """One that still goes on."""
        found = [one for one in self.records("applications") if one["state"] not in {"REJECTED", "WITHDRAWN"}]
        return found[dice % len(found)]

    def invite(self, dice: int) -> str:
        """The secret of a new link for somebody whom one administrates. Raises HTTPError when it is refused."""
        answer = self.http.post(f"{self.base}/officers/{self.spare(dice)}/invitation")
        answer.raise_for_status()
        return str(answer.json()["invitation"].rsplit("/", 1)[1])

    def spare(self, dice: int) -> str:
        """The identity of somebody whom one administrates."""
        if "officers" not in self.seen:
            found = self.http.get(f"{self.base}/officers", params={"q": SPARES}).json()
            self.seen["officers"] = found["officers"]
        return str(self.seen["officers"][dice % len(self.seen["officers"])]["id"])

    def begin_second_factor(self) -> pyotp.TOTP:
        """What would make the codes of the officer's authenticator. Raises HTTPError when it is refused."""
        answer = self.http.post(f"{self.base}/session/second-factor", json={"password": PASSWORD})
        answer.raise_for_status()
        return pyotp.TOTP(answer.json()["secret"])

    def turn_second_factor_on(self) -> str:
        """The code that it takes to turn it off again: every code works once. Raises HTTPError when it is refused."""
        authenticator = self.begin_second_factor()
        self.http.put(f"{self.base}/session/second-factor", json={"code": authenticator.now()}).raise_for_status()
        return authenticator.at(datetime.now(), counter_offset=1)

    def cursor(self) -> str:
        """A place in the feed of changes."""
        link = self.http.get(f"{self.base}/changes").json()["links"][0]["href"]
        return requests.utils.unquote(link.split("since=")[1].split("&")[0])


class Office:
    """Who is on duty, and what belongs to whom."""

    def __init__(self) -> None:
        self.number = self.asked = self.kept = 0
        self.signed_in: dict[str, Officer] = {}
        self.others: dict[str, Officer] = {}
        # By the collection of what belongs to one officer alone: identity -> name of the officer.
        self.private: dict[str, dict[str, str]] = {"exports": {}, "tokens": {}, "filters": {}}
        self.given: set[str] = set()

    def name(self, number: int) -> str:
        return f"{OFFICERS}{number % COPIES[OFFICERS][1]}"

    def next(self, base: str, *, takes_tokens: bool) -> Officer:
        """The next in turn. Every second comes with a token, and never where he could revoke it."""
        self.number += 1 if takes_tokens else 2 - self.number % 2
        name = self.name(self.number)
        if name not in self.signed_in:
            officer = Officer(base, name).sign_in()
            self.signed_in[name] = officer.take_token() if self.number % 2 else officer
        return self.signed_in[name]

    def chief(self) -> Officer:
        """The next of the province in turn."""
        self.asked += 1
        name = f"{CHIEFS}{self.asked % COPIES[CHIEFS][1]}"
        if name not in self.others:
            self.others[name] = Officer(self.first().base, name).sign_in()
        return self.others[name]

    def keeper(self) -> Officer | None:
        """One who never had a second factor and who is asked once; None when all were."""
        self.kept += 1
        if self.kept > COPIES[KEEPERS][1]:
            return None
        return Officer(self.first().base, f"{KEEPERS}{self.kept - 1}").sign_in()

    def first(self) -> Officer:
        """One who is there already, with a session."""
        return next(officer for officer in self.signed_in.values() if not officer.token)

    def owner(self, uid: Any) -> Officer | None:
        names = (known.get(str(uid), "") for known in self.private.values())
        return next((self.signed_in[name] for name in names if name), None)

    def remember(self, answer: Any, path: str, maker: str) -> None:
        """The identities in an answer; `maker` is the address of whom a new thing belongs to alone, or ""."""
        several = (answer.get("features") or answer.get("items")) if isinstance(answer, dict) else None
        for one in (answer, *(several if isinstance(several, list) else [])):
            uid = (one.get("id") or one.get("jobID") or one.get("uid")) if isinstance(one, dict) else None
            if isinstance(uid, str | int):
                uid = str(uid)
                self.given.add(uid)
                if maker:
                    owner = next(name for name, officer in self.signed_in.items() if officer.address == maker)
                    self.private[path.strip("/")][uid] = owner


OFFICE = Office()
