"""Operations over WebSockets, in the graphql-transport-ws protocol."""

import copy
from typing import Any

import msgspec
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation

from handoff_api.http import access
from handoff_api.http.errors import Refused, masked
from handoff_api.http.wire import Asked

LONGEST_REASON = 120  # bytes; the protocol allows 123


class _Message(msgspec.Struct):
    type: str
    id: str | None = None
    payload: object = None


class SocketHandler(BaseGraphQLTransportWSHandler[Any, None]):
    """Checks the shape of each message, and gives each operation a context of its own.

    The stock handler keeps one context per connection, so that whatever is kept in it, such as a data loader, would
    serve stale rows to later operations.
    """

    shown: str | None = None

    async def handle_message(self, message: Any) -> None:
        """Answer one message; a wrong shape closes the connection with 4400."""
        try:
            checked = msgspec.convert(message, _Message)
            if checked.type == "subscribe":
                message = await self._asked(checked)
        except msgspec.ValidationError as error:
            await self.handle_invalid_message(f"message: {error}")
            return
        if message is not None:
            await super().handle_message(message)

    async def _asked(self, message: _Message) -> Any:
        if message.id is None:
            raise msgspec.ValidationError("Object missing required field `id`")
        asked = msgspec.convert(message.payload, Asked)
        try:
            text = self.view.documents.text(asked)  # type: ignore[attr-defined]
        except Refused as refused:
            if self.connection_acknowledged:
                payload: Any = [refused.error.formatted]
                await self.send_message({"id": message.id, "type": "error", "payload": payload})
                return None
            text = ""
        payload = {"query": text, "variables": asked.variables, "operationName": asked.operation_name or None}
        return {"type": "subscribe", "id": message.id, "payload": payload}

    async def handle_connection_init(self, message: Any) -> None:
        """Keep what the client shows as ``{"authorization": "Bearer ..."}``."""
        payload = message.get("payload") or {}
        if isinstance(payload, dict) and isinstance(payload.get("authorization"), str):
            self.shown = payload["authorization"]
        await super().handle_connection_init({"type": "connection_init", "payload": payload})

    async def handle_invalid_message(self, error_message: str) -> None:
        """Close the connection, with as much of the reason as a close frame holds."""
        reason = error_message.encode()[:LONGEST_REASON].decode(errors="ignore")
        await super().handle_invalid_message(reason)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        """Run one operation to its last message."""
        view: Any = self.view
        request = self.websocket.ws  # type: ignore[attr-defined]
        access.shown.set(self.shown or request.headers.get("authorization"))
        with view.streams.opened():
            try:
                own = copy.copy(self)
                own.context = await view.operation_context(request)
            except Exception as error:
                await operation.send_initial_errors([masked(error)])
                return
            await BaseGraphQLTransportWSHandler.run_operation(own, operation)

    @staticmethod
    def _get_pre_execution_close_reason(error: object) -> str | None:
        """None: an operation that cannot be parsed ends with an error of its own and leaves the others alone."""
        return None
