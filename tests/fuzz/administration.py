"""Good input about accounts: officers whom the province administrates, their invitations, second factors, offices."""

from __future__ import annotations

from typing import Any

from tests.fuzz.people import OFFICE, PASSWORD, Officer

AMPHOE = "6701"
SECOND_FACTOR = "/session/second-factor"


def is_administration(path: str) -> bool:
    return path == SECOND_FACTOR or path.split("/")[1] in {"officers", "offices", "invitations"}


def administer(case: Any, dice: int) -> Officer | None:
    """Change a case in place. `dice` chooses. Who has to ask for it, if it matters."""
    path, places = case.operation.path, case.path_parameters or {}
    if path == SECOND_FACTOR:
        return _keep_a_second_factor(case)
    chief = OFFICE.chief()
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if "uid" in places:
        places["uid"] = chief.spare(dice)
    elif "amphoe" in places:
        places["amphoe"] = AMPHOE
    elif "secret" in places:
        places["secret"] = chief.invite(dice)
    _fill(case, dice)
    return None if "secret" in places else chief


def _fill(case: Any, dice: int) -> None:
    """What a person is called and does; the office of his amphoe is the trial's."""
    label, body = case.operation.label, case.body
    if not isinstance(body, dict):
        return
    if label == "POST /officers":
        body |= {"name": "trial", "email": "", "role": "AMPHOE_OFFICER", "area": AMPHOE}
        body |= {name: None for name in ("term_ends", "applicant") if name in body}
    elif label == "PATCH /officers/{uid}":
        case.body = {"name": f"trial {dice % 100}", "suspended": False}
    elif label == "POST /invitations/{secret}":
        case.body = {"password": f"a long word of trial {dice}"}


def _keep_a_second_factor(case: Any) -> Officer | None:
    """Begin, confirm or remove one of an officer who has none yet: who has one needs its codes to sign in again."""
    if case.method == "GET":
        return None
    keeper = OFFICE.keeper()
    if keeper is None:
        return None
    if case.method == "POST":
        case.body = {"password": PASSWORD}
    elif case.method == "PUT":
        case.body = {"code": keeper.begin_second_factor().now()}
    else:
        case.body = {"password": PASSWORD, "code": keeper.turn_second_factor_on()}
    return keeper
