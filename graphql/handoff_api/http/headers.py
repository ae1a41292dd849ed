"""Headers of every answer that keep a browser careful; a route that sets one of them itself keeps its own."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A page that needs scripts or styles sets a content-security-policy of its own in its response.
CAREFUL = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class CarefulHeaders:
    """Adds the careful headers that an answer lacks, and ``no-store`` to what ``never_stored`` (paths) answers."""

    def __init__(self, app: ASGIApp, *, never_stored: frozenset[str] = frozenset()) -> None:
        self.app = app
        self.never_stored = never_stored

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = CAREFUL | ({"cache-control": "no-store"} if scope["path"] in self.never_stored else {})

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, careful)
