"""A limit on the size of a request's body, whether its length was declared or it arrives in chunks."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handoff_api.http.answers import refuse
from handoff_api.http.errors import Refused

MEBIBYTE = 1 << 20


class BodyTooLarge(HTTPException):
    """More bytes came in than were declared or allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(status_code=413, detail=f"body: expected at most {most} bytes")


class BodyLimit:
    """Refuses bodies of more than ``most`` bytes with status 413."""

    def __init__(self, app: ASGIApp, *, most: int = MEBIBYTE) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what arrives of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self._declared(scope) > self.most:
            too_large = BodyTooLarge(self.most)
            await refuse(Refused(too_large.detail, status=too_large.status_code))(scope, receive, send)
        else:
            await self.app(scope, self._counted(receive), send)

    def _declared(self, scope: Scope) -> int:
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        return int(declared) if declared.isdigit() else 0

    def _counted(self, receive: Receive) -> Receive:
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self.most:
                raise BodyTooLarge(self.most)
            return message

        return counted
