"""How a request says who it is from. Apart from the views, since DRF reads it while they are being loaded."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class BrowserSession(SessionAuthentication):
    """The session cookie. It has a name to answer 401 with, where the stock class answers 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
