"""Invitations: whoever has the link sets the password of the account, once, without being signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.limits import INVITATION, INVITATION_GUESS, guessed_wrong, may_guess, take_turn
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.public import Door
from api.register.fields import Words
from api.register.moves import asked
from api.second_factor import require_code
from parcels import invitations, officers, second_factor
from parcels.changes import acting
from parcels.models import Invitation
from spatial.rules import Finding


class NewPassword(serializers.Serializer[Any]):
    password = Words(max_length=200, trim_whitespace=False)
    code = Words(max_length=20, required=False, allow_blank=True)


class OneInvitation(Door):
    """GET whom the link invites as what; POST the password."""

    def get(self, request: Request, secret: str) -> Response:
        parameters.plain(request.GET, ("f",))
        invitation = _found(request, secret)
        user, officer = invitation.user, invitation.user.officer
        place_th, place_en = officers.places([officer.area])[officer.area]
        return Response(
            {
                "username": user.username,
                "name": user.get_full_name() or user.username,
                "role": {"code": officer.role.code, "name_th": officer.role.name_th, "name_en": officer.role.name_en},
                "area": {"code": officer.area, "name_th": place_th, "name_en": place_en},
                "expires": invitation.expires_at,
                "second_factor": second_factor.of(user) is not None,
            }
        )

    def post(self, request: Request, secret: str) -> Response:
        parameters.plain(request.GET, ())
        given = asked(NewPassword, content(request, MAX_BODY))
        take_turn(request, INVITATION)
        invitation = _found(request, secret)
        _require_good(given["password"], invitation)
        # A link alone must not get round the second factor of an account that has one.
        require_code(request, invitation.user, given.get("code", ""))
        with acting(invitation.user_id, "web", getattr(request._request, "id", "")):
            ours = invitations.find(secret, is_locked=True)
            if ours is None:
                raise Problem("invitation_over", 404)
            invitations.use(ours, given["password"])
        return Response({"username": invitation.user.username})


def _found(request: Request, secret: str) -> Invitation:
    """The invitation while it works. Raises Problem invitation_over, too_many_requests: wrong ones count."""
    may_guess(request, INVITATION_GUESS)
    invitation = invitations.find(secret)
    if invitation is None:
        guessed_wrong(request, INVITATION_GUESS)
        raise Problem("invitation_over", 404)
    return invitation


def _require_good(password: str, invitation: Invitation) -> None:
    """Raises Problem invalid with what the rules for passwords say."""
    try:
        validate_password(password, invitation.user)
    except ValidationError as exc:
        found = [Finding(str(error.code), "/password") for error in exc.error_list]
        raise Problem("invalid", 422, found) from exc
