"""The GraphQL endpoint: GraphQL over HTTP as its specification has it, server-sent events and WebSockets."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import MissingQueryError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData, process_result
from strawberry.http.parse_content_type import parse_content_type
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from handoff_api.http import access, wire
from handoff_api.http.answers import GRAPHQL_JSON, JSON, negotiate, refuse
from handoff_api.http.documents import Documents
from handoff_api.http.errors import Code, Refused, masked
from handoff_api.http.hardened import HardenedSchema
from handoff_api.http.observing import Meters
from handoff_api.http.sockets import SocketHandler
from handoff_api.http.streams import EventStream, Streams

MakeContext = Callable[[Request | WebSocket], Any]
STREAM_ADVICE = (
    "subscription: expected a stream of events (Accept: text/event-stream) or a WebSocket "
    "(graphql-transport-ws); found a plain request"
)


class View(GraphQL[Any, None]):
    """The endpoint of one application. ``context`` is called once for every operation, on every transport."""

    graphql_transport_ws_handler_class = SocketHandler

    def __init__(
        self,
        schema: HardenedSchema,
        *,
        context: MakeContext,
        streams: Streams,
        documents: Documents,
        meters: Meters,
        allowed_origins: Sequence[str] = (),
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=10),
            max_subscriptions_per_connection=100,
            allowed_origins=allowed_origins,
        )
        self.make_context = context
        self.streams = streams
        self.documents = documents
        self.meters = meters

    async def operation_context(self, request: Request | WebSocket) -> Any:
        """A new context for one operation."""
        context = self.make_context(request)
        return await context if inspect.isawaitable(context) else context

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Any:
        """The context of an HTTP request; over a WebSocket each operation gets its own when it starts."""
        return None if isinstance(request, WebSocket) else await self.operation_context(request)

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Carry the negotiated media type to the answer."""
        response = await super().get_sub_response(request)
        response.media_type = negotiate(request.headers.get("accept"))
        return response

    def should_render_graphql_ide(self, request: Any) -> bool:
        """Never: the page for people is another route."""
        return False

    async def run(self, request: Any, *arguments: Any, **named: Any) -> Any:
        """Answer a request; whatever is refused or goes wrong has the shape of a GraphQL error."""
        if isinstance(request, WebSocket):
            return await super().run(request, *arguments, **named)
        access.shown.set(request.headers.get("authorization"))
        try:
            return await super().run(request, *arguments, **named)
        except Refused as error:
            refused = error
        except HTTPException as error:
            allow = {"allow": "GET, POST"} if error.status_code == 405 else None
            refused = Refused(error.reason, status=error.status_code, headers=allow)
        except StarletteHTTPException as error:
            refused = Refused(error.detail, status=error.status_code)
        except ClientDisconnect:
            refused = Refused("body: expected all of it; the client left before")
        except Exception as error:
            self.meters.operations.labels("unknown", "unexpected").inc()
            body = wire.written({"errors": [masked(error).formatted]})
            return Response(body, 500, media_type=f"{negotiate(request.headers.get('accept'))}; charset=utf-8")
        self.meters.refused()
        return refuse(refused, media_type=negotiate(request.headers.get("accept")))

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        """Read what is asked for; raises :class:`Refused` for anything of a wrong shape."""
        if request.method == "GET":
            asked = wire.read_query_string(dict(request.query_params))  # type: ignore[arg-type]
        else:
            _expect_json(request.content_type)
            asked = wire.read_body(await request.get_body())
        transport = self._get_stream_transport_from_headers(request.headers)
        return GraphQLRequestData(
            query=self.documents.text(asked),
            variables=asked.variables,
            operation_name=asked.operation_name or None,
            extensions=asked.extensions,
            protocol=transport.protocol if transport else "http",
        )

    async def execute_single(
        self,
        request: Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: Response,
        context: Any,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """Execute a query, or a mutation that was posted; subscriptions need a stream."""
        allowed = {OperationType.QUERY}
        if request_adapter.method == "POST":
            allowed.add(OperationType.MUTATION)
        try:
            return await self.schema.execute(
                request_data.query,
                root_value=root_value,
                variable_values=request_data.variables,
                context_value=context,
                operation_name=request_data.operation_name,
                allowed_operation_types=allowed,
                operation_extensions=request_data.extensions,
            )
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION:
                raise Refused(STREAM_ADVICE) from None
            raise Refused("mutation: expected POST; found GET", status=405, headers={"allow": "POST"}) from None
        except CannotGetOperationTypeError as error:
            raise Refused(error.as_http_error_reason(), code=Code.BAD_USER_INPUT) from None
        except MissingQueryError:
            raise Refused("expected a query; found none") from None

    async def execute_operation(self, request: Request, *arguments: Any, **named: Any) -> Any:
        """Execute what was asked for, and keep a stream so that it can be closed with the response."""
        result = await super().execute_operation(request, *arguments, **named)
        request.state.close_stream = getattr(result, "aclose", None)
        return result

    async def create_streaming_response(
        self,
        request: Any,
        stream: Callable[[], AsyncIterator[str]],
        sub_response: Response,
        headers: Mapping[str, str],
    ) -> Response:
        """A response that closes its source when the client leaves."""
        close: Callable[[], Awaitable[None]] = request.state.close_stream
        return EventStream(stream(), streams=self.streams, close=close, headers=dict(headers))

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer; without ``data`` where execution never began."""
        answer = process_result(result)
        errors = result.errors or []
        never_began = isinstance(result, PreExecutionError) or all(error.path is None for error in errors)
        if result.data is None and errors and never_began:
            del answer["data"]
        return answer

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """The answer as a response in the negotiated media type."""
        media_type = sub_response.media_type or JSON
        response = super().create_response(response_data, sub_response)
        response.headers["content-type"] = f"{media_type}; charset=utf-8"
        if media_type == GRAPHQL_JSON and "data" not in response_data:
            response.status_code = 400
        return response

    def decode_json(self, data: str | bytes) -> object:
        """A WebSocket frame."""
        return wire.read_message(data)

    def encode_json(self, data: object) -> str:
        """An answer, a frame or an event."""
        return wire.written(data)


def _expect_json(content_type: str | None) -> None:
    media_type, parameters = parse_content_type(content_type or "none")
    if media_type != JSON or parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        found = (content_type or "none")[:80]
        raise Refused(
            f"Content-Type: expected {JSON} in utf-8; found {found}", status=415, headers={"accept-post": JSON}
        )
