"""The sentence of every problem and finding, plain English; Thai stands in the catalogue (frontend/locale).

Each says what is wrong and what to do. Holes are filled from the finding's data.
"""

from django.utils.translation import gettext_noop as _

SENTENCES: dict[str, str] = {
    # Requests
    "sign_in_needed": _("Please sign in first."),
    "sign_in_failed": _("The user name or the password is wrong."),
    "sign_in_locked": _("Too many wrong passwords. Try again in 15 minutes."),
    "csrf_failed": _("This page has expired. Load it again and repeat what you did."),
    "not_found": _("There is nothing here, or it is outside your area."),
    "forbidden": _("Your role may not do this."),
    "not_in_your_area": _("That area is not yours to work in."),
    "column_not_yours": _("Your role may not change the field %(member)s."),
    "method_not_allowed": _("This address does not take that method."),
    "media_type_not_accepted": _("Send the body as one of: %(accepted)s."),
    "body_compressed": _("Send the body without compression."),
    "length_needed": _("Send the body with its Content-Length."),
    "too_large": _("The body is larger than %(limit_mib)s MiB."),
    "too_many_values": _("The body holds too many values: at most %(limit)s."),
    "bad_request": _("The request cannot be read."),
    "bad_json": _("The body is not valid JSON (line %(line)s, column %(column)s)."),
    "duplicate_member": _("The member %(member)s stands twice in one object."),
    "too_deep": _("The body is nested deeper than %(limit)s levels."),
    "nul_character": _("A text contains a control character. Remove it."),
    "text_too_long": _("A text is longer than %(limit)s characters."),
    "bad_parameter": _("The parameter %(name)s cannot be used: %(reason)s."),
    "unknown_parameter": _("There is no parameter %(name)s here. Known are: %(known)s."),
    "bad_filter": _("The parameter %(name)s cannot be used (at %(place)s): %(reason)s."),
    "unknown_property": _(
        "The parameter %(name)s names %(property)s (at %(place)s), which is no property here. Known are: %(known)s."
    ),
    "bad_idempotency_key": _("Idempotency-Key needs 8 to 200 visible characters."),
    "idempotency_key_reused": _("This Idempotency-Key was used for another request. Make a new one."),
    "if_match_needed": _("Send the ETag that you saw as If-Match, so that nobody's work is overwritten."),
    "stale": _("Someone changed this in the meantime. Compare with the current version and save again."),
    "busy": _("Someone is saving the same land just now. Try again in a few seconds."),
    "database_away": _("The database does not answer just now. Nothing was stored; try again shortly."),
    "server_error": _("Something went wrong on our side. Nothing was stored. Tell the operator the request number."),
    "uid_is_fixed": _("The identity of a stored row cannot be changed."),
    "bad_uid": _("An identity is a UUID."),
    "uid_taken": _("This identity is already taken. Make a new one."),
    # Bodies
    "invalid": _("Some values cannot be stored."),
    "invalid_value": _("%(reason)s"),
    "required": _("This value is needed."),
    "null": _("This value may not be empty."),
    "does_not_exist": _("There is no such code."),
    "unknown_member": _("There is no member of this name."),
    "read_only_member": _("This value is computed and cannot be set."),
    "not_a_feature": _("Send one GeoJSON Feature with the members type, geometry and properties."),
    "too_many_features": _("At most %(limit)s features at once."),
    "unknown_tambon": _("Give the 6-digit code of an existing tambon."),
    "bad_village_code": _("A village code has 8 digits and begins with that of its tambon."),
    "joined_negative": _("The joined area cannot be negative."),
    "joined_exceeds_deed": _(
        "The joined area (%(joined_m2)s m²) is larger than the land document says (%(deed_m2)s m²)."
    ),
    "deed_area_not_positive": _("The area on a land document is larger than zero."),
    "bad_fiscal_year": _("A fiscal year is a Buddhist-era year such as 2565."),
    "case_exists": _("There is a case of these two parcels already."),
    "parcel_in_application": _("This parcel belongs to application %(application)s and cannot be withdrawn."),
    # Shapes
    "not_a_polygon": _("Send a Polygon or MultiPolygon with exactly the members type and coordinates."),
    "crs_member": _("A shape may not name its reference system: send longitude and latitude (WGS 84)."),
    "not_finite": _("A coordinate is not a finite number."),
    "bad_position": _("A position is two numbers: longitude, latitude."),
    "not_closed": _("The ring is not closed: its last corner has to be its first."),
    "empty": _("The shape has no area."),
    "too_many_positions": _("The shape has too many corners: at most 2,000 positions."),
    "too_many_rings": _("The shape has too many rings: at most 50."),
    "too_many_parts": _("The shape has too many parts: at most 20."),
    "swapped_axes": _("The axes are swapped: longitude comes first, then latitude."),
    "metres_not_degrees": _("These are metres, not degrees. Send longitude and latitude (WGS 84)."),
    "outside_crs": _("The position %(x)s, %(y)s lies outside the reference system in Content-Crs."),
    "out_of_country": _("A corner lies outside Thailand. Is the reference system the right one?"),
    "self_intersection": _("The border crosses itself here. Move the corner."),
    "too_slow": _("The shape is too complicated to be checked in time. Simplify it."),
    "overlap": _("Overlaps approved land by %(overlap_m2)s m². Move the border to meet the neighbour's."),
    "zone_outside": _("The zone leaves its parcel by %(overshoot_m)s m. At most 0.10 m is allowed."),
    "zone_overlap": _("The zones overlap by %(overlap_m2)s m²."),
    "zones_exceed_parcel": _("The zones together (%(zones_m2)s m²) are larger than the parcel (%(parcel_m2)s m²)."),
    "zone_too_detailed": _(
        "This parcel has more than 500 corners: the zone has to use the very corners of its border."
    ),
    "parcel_keeps_shape": _("This parcel has zones and so needs a shape. Remove the zones first."),
    "zone_parcel_not_drawn": _("Draw the parcel before its zones."),
    "zone_built_too_early": _("Built zones can be kept only from the state DEVELOPING on."),
    "depth_out_of_range": _("A depth is between 0 and 50 m."),
    "slope_out_of_range": _("A side slope is between 0 and 20."),
}
