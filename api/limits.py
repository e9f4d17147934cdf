"""How often an account, a token or an address may do what costs much. Above it: 429 with Retry-After."""

from __future__ import annotations

from django.conf import settings
from rest_framework.request import Request

from api.problems import Problem
from parcels.pace import Limit

# Wrong passwords of one address, and wrong tokens. A whole office may share one; the name itself locks after ten. Apart,
# since a program with an old token, which asks for a tile each time, must not lock its office out.
GUESS = Limit("guess", 100, 15 * 60)
TOKEN_GUESS = Limit("token guess", 100, 15 * 60)
EXPORT = Limit("export", 30, 60)
JOB = Limit("job", 20, 60 * 60)
# Batches of more than 100 features; smaller ones, such as the zones of a parcel, are ordinary writes.
IMPORT = Limit("import", 20, 60)
# Filters in CQL2 are the only questions whose cost the asker writes himself.
FILTER = Limit("filter", 240, 60)
# Previews of editing, which compute with shapes.
GEOMETRY = Limit("geometry", 240, 60)
# A whole national ID, one person at a time.
IDENTITY = Limit("identity", 60, 60 * 60)
UPLOAD = Limit("upload", 120, 60)
TOKEN = Limit("token", 20, 60 * 60)
# Links of invitations: made, opened wrongly, and used; a password costs as much to set as to try.
INVITE = Limit("invite", 240, 60 * 60)
# Passwords of database logins: a person does this a few times a day.
LOGIN = Limit("login", 60, 60 * 60)
INVITATION_GUESS = Limit("invitation guess", 30, 15 * 60)
INVITATION = Limit("invitation", 10, 15 * 60)
OFFICE = 10


def take_turn(request: Request, limit: Limit) -> None:
    """Count a request for its account, whatever token it came with, and for its address, which may be a whole office's.

    Without an account the address alone counts, as long as it is known. Raises Problem too_many_requests.
    """
    place = address(request)
    if request.user.is_authenticated or not place:
        refuse(limit.turn(f"user {request.user.pk}"))
    if place:
        refuse(limit.times(OFFICE).turn(f"address {place}"))


def guessed_wrong(request: Request, limit: Limit) -> None:
    """Count a wrong password or token. Raises Problem too_many_requests after too many of them."""
    if place := address(request):
        refuse(limit.turn(place))


def may_guess(request: Request, limit: Limit = GUESS) -> None:
    """Before a password or a link is looked at. Raises Problem too_many_requests when too many of this address were wrong lately."""
    if place := address(request):
        refuse(limit.wait(place))


def refuse(wait_s: int) -> None:
    """Raises Problem too_many_requests when there is something to wait for."""
    if wait_s > 0:
        raise Problem("too_many_requests", 429, retry_after=wait_s, seconds=wait_s)


def address(request: Request) -> str:
    """Where a request comes from; "" when that is not known.

    Behind a proxy every connection is the proxy's, and only what it sets itself can be believed: X-Real-IP. A client
    may write into X-Forwarded-For what it likes.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        return str(request.META.get("HTTP_X_REAL_IP", ""))[:45]
    return str(request.META.get("REMOTE_ADDR", ""))
