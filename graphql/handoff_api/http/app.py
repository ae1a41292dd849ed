"""One application of everything: the endpoint, its guards, its health and its meters."""

from collections.abc import Mapping, Sequence
from typing import Any

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Lifespan

from handoff_api.http.access import Access
from handoff_api.http.answers import JSON
from handoff_api.http.body import MEBIBYTE, BodyLimit
from handoff_api.http.documents import Documents
from handoff_api.http.errors import masked
from handoff_api.http.gate import Gate
from handoff_api.http.hardened import HardenedSchema
from handoff_api.http.headers import CAREFUL, CarefulHeaders
from handoff_api.http.observing import Health, Meters, Observed, healthz
from handoff_api.http.origin import OriginGuard
from handoff_api.http.streams import Streams
from handoff_api.http.view import MakeContext, View
from handoff_api.http.wire import written

LOOPBACK = ("127.0.0.1", "localhost")


def create_app(
    schema: HardenedSchema,
    *,
    context: MakeContext,
    routes: Sequence[BaseRoute] = (),
    path: str = "/graphql",
    allowed_hosts: Sequence[str] = LOOPBACK,
    allowed_origins: Sequence[str] = (),
    token: str | None = None,
    read_only: bool = False,
    documents: Mapping[str, str] | None = None,
    trusted_only: bool = False,
    max_body_bytes: int = MEBIBYTE,
    streams: Streams | None = None,
    registry: CollectorRegistry | None = None,
    health: Health | None = None,
    lifespan: Lifespan[Any] | None = None,
) -> Starlette:
    """The service: GraphQL at ``path``, ``/healthz``, ``/metrics`` and further ``routes``.

    ``context`` makes the context of each operation, from its request or WebSocket. ``token`` is asked for by
    mutations only; ``read_only`` refuses them all. ``documents`` are trusted documents by identifier, and with
    ``trusted_only`` no others are answered. ``streams.stop()`` ends every open stream. ``health`` says what is
    wrong, or None.
    """
    streams = streams or Streams()
    meters = Meters(registry or CollectorRegistry(), streams)
    access = Access(token=token, read_only=read_only)
    view = View(
        schema.served(outside=[lambda: Observed(meters)], inside=[lambda: Gate((access, streams))], streams=streams),
        context=context,
        streams=streams,
        documents=Documents(documents or {}, trusted_only),
        meters=meters,
        allowed_origins=allowed_origins,
    )
    return Starlette(
        routes=[
            Route(path, view),
            WebSocketRoute(path, view),
            Route("/healthz", healthz(health)),
            Route("/metrics", meters.metrics),
            *routes,
        ],
        middleware=[
            Middleware(CarefulHeaders, never_stored=frozenset({path})),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts), www_redirect=False),
            Middleware(OriginGuard, allowed=allowed_origins),
            Middleware(BodyLimit, most=max_body_bytes),
        ],
        exception_handlers={Exception: _unexpected},
        lifespan=lifespan,
    )


def _unexpected(_: Request, error: Exception) -> Response:
    body = written({"errors": [masked(error).formatted]})
    return Response(body, 500, CAREFUL, media_type=JSON)
