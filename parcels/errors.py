"""The errors of the programme: a stable code and data with each, never a finished sentence in one language.

Sentences are made in api/problems.py from the same codes.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import Error

from spatial.rules import Finding


class PlaengError(Exception):
    """Root of what the domain refuses. `code` names the rule; `findings` say where."""

    def __init__(self, code: str, findings: list[Finding] | None = None, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.findings = findings or []
        self.data = data


class Refused(PlaengError):
    """A rule of the programme or of the shape is broken."""


class NotAllowed(PlaengError):
    """The user sees the thing but may not do this to it."""


class Busy(PlaengError):
    """Someone else is writing the same land; trying again will do."""


class Overloaded(PlaengError):
    """The machine has no time for it just now; nothing is wrong with what was sent, and trying again will do."""


# Names of constraints and of triggers' rules -> (code of the problem, JSON pointer of the member at fault).
# tests/parcels/test_errors.py fails when the database has a name that stands nowhere here.
RULES: dict[str, tuple[str, str]] = {
    "uid_is_fixed": ("uid_is_fixed", "/id"),
    "shape_not_empty": ("empty", "/geometry"),
    "shape_within_limits": ("too_many_positions", "/geometry"),
    "shape_in_country": ("out_of_country", "/geometry"),
    "shape_is_valid": ("self_intersection", "/geometry"),
    "parcel_shape": ("self_intersection", "/geometry"),
    "zone_shape": ("self_intersection", "/geometry"),
    "parcel_tambon_known": ("unknown_tambon", "/properties/tambon"),
    "parcel_village_code": ("bad_village_code", "/properties/village_code"),
    "parcel_joined_not_negative": ("joined_negative", "/properties/joined_area_m2"),
    "parcel_accuracy_not_negative": ("accuracy_negative", "/properties/positional_accuracy_m"),
    "joined_within_deed": ("joined_exceeds_deed", "/properties/joined_area_m2"),
    "parcel_overlap": ("overlap", "/geometry"),
    "case_one_per_pair": ("case_exists", ""),
    "case_pair_in_order": ("case_exists", ""),
    "parcel_keeps_shape": ("parcel_keeps_shape", "/geometry"),
    "zone_parcel_drawn": ("zone_parcel_not_drawn", "/properties/parcel"),
    "zone_built_in_time": ("zone_built_too_early", "/properties/stage"),
    "zone_inside_parcel": ("zone_outside", "/geometry"),
    "zone_follows_border": ("zone_too_detailed", "/geometry"),
    "zone_no_overlap": ("zone_overlap", "/geometry"),
    "zones_within_area": ("zones_exceed_parcel", "/geometry"),
    "zone_depth_in_range": ("depth_out_of_range", "/properties/depth_m"),
    "zone_slope_in_range": ("slope_out_of_range", "/properties/side_slope"),
    "application_fy_is_be": ("bad_fiscal_year", "/properties/fy"),
    "application_size_positive": ("size_not_positive", "/size_target_rai"),
    "application_keeps_number": ("application_keeps_number", "/tambon"),
    "application_move": ("application_move", "/to"),
    "application_move_reason": ("move_asks", "/reason"),
    "application_case_open": ("case_open", "/cases"),
    "application_dig_consent": ("consent_missing", "/consents/DIG"),
    "case_move": ("case_move", "/to"),
    "case_move_reason": ("move_asks", "/reason"),
    "applicant_identity_national_id_hash_key": ("person_known", "/national_id"),
    "parcel_taken": ("parcel_taken", "/properties/application"),
    "parcel_stays": ("parcel_stays", "/properties/application"),
    "parcel_in_amphoe": ("parcel_in_other_amphoe", "/properties/tambon"),
    "consent_withdrawn_after_signing": ("withdrawn_before_signing", "/withdrawn_on"),
    "survey_says_why_not_ready": ("reason_missing", "/reasons"),
    "design_size_positive": ("size_not_positive", "/size_rai"),
    "work_volume_not_negative": ("volume_negative", "/volume_m3"),
    "work_accepted_after_done": ("accepted_before_done", "/accepted_on"),
    "attachment_result_known": ("result_unknown", "/result"),
    "attachment_says_why_returned": ("reason_missing", "/result_reason"),
    "attachment_once": ("attachment_twice", "/file"),
    "comment_is_about_something": ("comment_about_nothing", "/application"),
    "comment_says_something": ("text_missing", "/text"),
    "saved_filter_name": ("filter_name_taken", "/name"),
    "land_document_co_holders_in_range": ("co_holders_out_of_range", "/co_holders"),
    "land_document_area_positive": ("deed_area_not_positive", "/properties/area_deed_wah"),
    "officer_login_name": ("forbidden", "/database_login"),
    "login_giver": ("forbidden", ""),
    "login_made_here": ("login_name_taken", ""),
    # What holds for database logins alone (guard_login).
    "login_has_office": ("forbidden", ""),
    "login_may": ("forbidden", ""),
    "withdrawn_is_closed": ("withdrawn", ""),
    "login_may_withdraw": ("forbidden", "/properties/withdrawn_at"),
    "edit_finds_row": ("not_found", ""),
    "edit_says_version": ("if_match_needed", ""),
    "edit_is_fresh": ("stale", ""),
    "edit_in_area": ("not_in_your_area", "/properties/tambon"),
    "column_by_hand": ("read_only_member", "/properties"),
    "column_of_role": ("column_not_yours", "/properties"),
    "code_is_known": ("does_not_exist", "/properties"),
    "number_not_negative": ("joined_negative", "/properties/joined_area_m2"),
    "application_in_area": ("does_not_exist", "/properties/application"),
    "withdrawn_is_free": ("parcel_in_application", "/properties/withdrawn_at"),
    "zone_is_whole": ("required", "/geometry"),
    "zone_numbers": ("depth_out_of_range", "/properties/depth_m"),
}
OURS, LOCK_NOT_AVAILABLE, DEADLOCK = "PL422", "55P03", "40P01"
TIMED_OUT, INTERNAL, UNIQUE, TOO_LARGE = "57014", "XX000", "23505", "22003"


def from_database(exc: Error, places: dict[str, str] | None = None) -> PlaengError | None:
    """What a database error means in our words, or None when it is not about the input.

    `places` gives for the uid of each row of a batch the JSON pointer of its feature, /features/3; the key ""
    is the row that was being written.
    """
    diag = getattr(exc.__cause__, "diag", None)
    state = getattr(exc.__cause__, "pgcode", None)
    if state in {LOCK_NOT_AVAILABLE, DEADLOCK}:
        return Busy("busy")
    if state in {TIMED_OUT, INTERNAL}:
        # A shape on which GEOS gave up within the time that a request has.
        return Refused("too_slow", [Finding("too_slow", (places or {}).get("", "") + "/geometry")])
    name = diag.constraint_name if diag else None
    if state == UNIQUE and name and name.endswith("_uid_key"):
        return Refused("uid_taken", [Finding("uid_taken", (places or {}).get("", "") + "/id")])
    if diag is None or name not in RULES:
        return None
    code, path = RULES[name]
    data = _detail(diag.message_detail) if state == OURS else {}
    at = data.pop("at", None)
    feature = (places or {}).get(data.pop("row", ""), "")
    return Refused(code, [Finding(code, feature + path, tuple(at) if at else None, data)])


def _detail(text: str | None) -> dict[str, Any]:
    """The data of plaeng_private.refuse: our own JSON, numbers and a place."""
    return {k: v for k, v in json.loads(text or "{}").items() if v is not None}
