"""What the service tells about itself: counts and durations of operations, open streams, and its health."""

import time
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext

from handoff_api.http.errors import Code
from handoff_api.http.streams import Streams

Health = Callable[[], str | None]
Endpoint = Callable[[Request], Awaitable[Response]]
REFUSALS = (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError)


class Meters:
    """Prometheus meters of one application, on the registry given.

    Outcomes: ``ok``; ``refused``, execution never began; ``failed``, with errors that were told; ``unexpected``, with
    a masked one; ``left``, the client went away.
    """

    def __init__(self, registry: CollectorRegistry, streams: Streams) -> None:
        self.registry = registry
        self.operations = Counter(
            "handoff_api_operations", "Operations answered.", ["operation", "outcome"], registry=registry
        )
        self.seconds = Histogram(
            "handoff_api_operation_seconds", "Seconds from request to answer.", ["operation"], registry=registry
        )
        self.open = Gauge("handoff_api_open_streams", "Streams of results that are open.", registry=registry)
        self.open.set_function(lambda: streams.open)

    def refused(self) -> None:
        """Count a request that was refused before any GraphQL was looked at."""
        self.operations.labels("none", "refused").inc()

    async def metrics(self, _: Request) -> Response:
        """Every meter of the registry in Prometheus' text format."""
        return Response(generate_latest(self.registry), headers={"content-type": CONTENT_TYPE_LATEST})


class Observed(SchemaExtension):
    """Counts and times each operation; a subscription lasts as long as its stream and is not timed."""

    def __init__(self, meters: Meters) -> None:
        self.meters = meters

    def on_operation(self) -> Iterator[None]:
        """Measure from before parsing to after the last result."""
        began, outcome = time.perf_counter(), "left"
        try:
            yield
            outcome = _outcome(self.execution_context)
        except REFUSALS:
            outcome = "refused"
            raise
        except Exception:
            outcome = "unexpected"
            raise
        finally:
            operation = _operation(self.execution_context)
            self.meters.operations.labels(operation, outcome).inc()
            if operation != "subscription":
                self.meters.seconds.labels(operation).observe(time.perf_counter() - began)


def _operation(context: ExecutionContext) -> str:
    try:
        return str(context.operation_type.value)
    except RuntimeError:  # nothing parsed, or no operation of that name
        return "unknown"


def _outcome(context: ExecutionContext) -> str:
    errors = context.pre_execution_errors
    if not errors:
        return "ok"
    if any((error.extensions or {}).get("code") == Code.INTERNAL_SERVER_ERROR for error in errors):
        return "unexpected"
    return "failed" if any(error.path for error in errors) else "refused"


def healthz(health: Health | None) -> Endpoint:
    """An endpoint that answers 200, or 503 with what ``health`` (called in a thread) finds wrong."""

    async def endpoint(_: Request) -> Response:
        trouble = await run_in_threadpool(health) if health else None
        if trouble is None:
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "unavailable", "reason": trouble}, status_code=503)

    return endpoint
