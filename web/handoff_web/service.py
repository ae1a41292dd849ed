"""The service as one application: schema, store, desk, GraphiQL and health, on one host and port."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Gauge
from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from handoff_api.http import Streams, create_app
from handoff_api.schema import schema
from handoff_api.trusted import trusted_documents
from handoff_experiments.service import Desk
from handoff_experiments.store import Store, StoreError
from handoff_web.assets import asset_routes
from handoff_web.exports import export_routes
from handoff_web.graphiql import graphiql_routes
from handoff_web.page import page_routes

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")


@dataclass(frozen=True)
class Operation:
    """What resolvers may use."""

    desk: Desk

    @property
    def store(self) -> Store:
        """The desk's store."""
        return self.desk.store


def service(
    desk: Desk,
    *,
    streams: Streams,
    host: str = "127.0.0.1",
    token: str | None = None,
    trusted_only: bool = False,
) -> Starlette:
    """The application that serves a desk.

    Args:
        desk: Open desk.
        streams: Told by the server to end, so that no client is left waiting.
        host: Address that is listened on; requests for other hosts are refused, unless it stands for all of them.
        token: What mutations need; None asks for none.
        trusted_only: Answer only the named operations that come with the service.
    """
    registry = CollectorRegistry()
    active = Gauge("handoff_experiments_active", "Experiments that are queued or running.", registry=registry)
    active.set_function(lambda: desk.active)
    busy = Gauge("handoff_workers_busy", "Workers that are making a run.", registry=registry)
    busy.set_function(lambda: desk.pool.busy)

    def context(_: HTTPConnection) -> Operation:
        return Operation(desk)

    def health() -> str | None:
        try:
            desk.store.check()
        except StoreError as error:
            return error.reason
        return None

    return create_app(
        schema(),
        context=context,
        routes=[*page_routes(), *graphiql_routes(), *export_routes(desk), *asset_routes()],
        allowed_hosts=("*",) if host in ("0.0.0.0", "::") else (*LOOPBACK, host),
        token=token,
        documents=trusted_documents(),
        trusted_only=trusted_only,
        read_only=desk.store.read_only,
        streams=streams,
        registry=registry,
        health=health,
    )
