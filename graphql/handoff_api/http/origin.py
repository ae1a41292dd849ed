"""Requests that another site makes in a person's browser are refused where they could do something.

Browsers say where a request comes from, in ``Sec-Fetch-Site`` and ``Origin``, and a page cannot change that. Other
clients say nothing and are let through. WebSockets are checked by strawberry in the same way.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.http.websocket_origin import is_same_origin, normalize_allowed_origins, normalize_origin

from handoff_api.http.answers import refuse
from handoff_api.http.errors import Code, Refused

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginGuard:
    """Refuses, with status 403, what another site sends: whatever is not safe, and streams of events.

    ``allowed`` are further origins, as ``https://example.org``.
    """

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str] = ()) -> None:
        self.app = app
        self.allowed = normalize_allowed_origins(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] == "http" and self._is_foreign(scope["method"], Headers(scope=scope)):
            message = "Origin: expected a request from a page of this service; found one from another site"
            await refuse(Refused(message, code=Code.FORBIDDEN, status=403))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        if method in SAFE and "text/event-stream" not in headers.get("accept", ""):
            return False
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and ("*" in self.allowed or normalize_origin(origin) in self.allowed):
            return False
        if site is not None:
            return site not in ("same-origin", "none")
        return origin is not None and not is_same_origin(origin, headers.get("host"))
