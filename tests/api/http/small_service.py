"""A service small enough to read: shops with their orders, a door that can be painted, and a counter that ticks."""

import asyncio
import socket
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import strawberry
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from strawberry import relay
from strawberry.asgi.test import GraphQLTestClient
from strawberry.dataloader import DataLoader

from handoff_api.http import (
    Code,
    HardenedSchema,
    Limits,
    SafeConnection,
    Streams,
    cost,
    create_app,
    hardened_schema,
    list_size,
    page_size,
    refusal,
)
from handoff_web.server import Server, configured

LIMITS = Limits(cost=2000)
TRANSPORT = "graphql-transport-ws"
EXPECTED_SHOPS = 3


@dataclass
class World:
    """What the resolvers see, and what happened to them."""

    closed: threading.Event = field(default_factory=threading.Event)
    painted: list[str] = field(default_factory=list)
    contexts: int = 0


@dataclass
class Context:
    """One operation."""

    world: World
    loads: DataLoader[int, int]


@strawberry.type
class Order(relay.Node):
    number: relay.NodeID[int]

    @classmethod
    def resolve_nodes(cls, *, info: Any, node_ids: Any, required: bool = False) -> Any:
        return [cls(number=int(one)) if one.isdigit() else None for one in node_ids]


@strawberry.type
class Shop:
    name: str

    @relay.connection(SafeConnection[Order], directives=[page_size(LIMITS)])
    def orders(self) -> list[Order]:
        return [Order(number=number) for number in range(250)]

    @strawberry.field
    def rival(self) -> "Shop":
        return Shop(name=f"not {self.name}")


@strawberry.input
class Paint:
    colour: str
    under: "Paint | None" = None


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "you") -> str:
        return f"hello {name}"

    @strawberry.field(directives=[list_size(EXPECTED_SHOPS, slicing=["first"])])
    def shops(self, first: int = EXPECTED_SHOPS) -> list[Shop]:
        return [Shop(name=f"shop {number}") for number in range(max(0, min(first, 100)))]

    @strawberry.field
    def crowd(self) -> list[Shop]:
        return [Shop(name="alone")]

    @strawberry.field(directives=[cost(500)])
    def audit(self) -> str:
        return "done"

    @strawberry.field
    def coats(self, paint: Paint) -> int:
        number = 1
        while paint.under is not None:
            paint, number = paint.under, number + 1
        return number

    @strawberry.field
    def crash(self) -> str:
        raise RuntimeError("the secret of shop 7")

    @strawberry.field
    def refuse(self) -> str | None:
        raise refusal("colour: expected red; found blue", Code.BAD_USER_INPUT)

    @strawberry.field
    def infinite(self) -> float:
        return float("inf")

    @strawberry.field
    async def loaded(self, info: strawberry.Info[Context, None]) -> int:
        return await info.context.loads.load(1)

    node: relay.Node | None = relay.node()


@strawberry.type
class Mutation:
    @strawberry.mutation
    def paint(self, info: strawberry.Info[Context, None], colour: str) -> str:
        info.context.world.painted.append(colour)
        return colour


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(
        self, info: strawberry.Info[Context, None], to: int = 3, then_wait: bool = False
    ) -> AsyncGenerator[int, None]:
        try:
            for number in range(min(to, 10)):
                yield number
            if then_wait:
                await asyncio.Event().wait()
        finally:
            info.context.world.closed.set()

    @strawberry.subscription
    async def breaks(self) -> AsyncGenerator[int, None]:
        yield 1
        raise RuntimeError("the secret of shop 7")


# Made once: strawberry's node field can be built into one schema only.
SCHEMA: HardenedSchema = hardened_schema(Query, Mutation, Subscription, limits=LIMITS, types=[Order])


def small_app(world: World | None = None, **named: Any) -> Starlette:
    """The small service as it would be served."""
    world = world or World()

    async def context(_: object) -> Context:
        world.contexts += 1

        async def load(keys: list[int]) -> list[int]:
            return [world.contexts for _ in keys]

        return Context(world, DataLoader(load))

    named.setdefault("registry", CollectorRegistry())
    return create_app(SCHEMA, context=context, **named)


def client_of(app: Starlette) -> TestClient:
    """An HTTP client of this process."""
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


def socket_of(client: TestClient, *, protocol: str = TRANSPORT, **headers: str) -> WebSocketTestSession:
    """A WebSocket of this process, to be entered."""
    return client.websocket_connect("ws://localhost/graphql", subprotocols=[protocol], headers=headers)


@contextmanager
def connected(client: TestClient, payload: object = None, **headers: str) -> Iterator[WebSocketTestSession]:
    """A WebSocket that has shown ``payload`` and was let in."""
    with socket_of(client, **headers) as socket_:
        socket_.send_json({"type": "connection_init", "payload": payload})
        assert socket_.receive_json()["type"] == "connection_ack"
        yield socket_


def graphql_of(app: Starlette) -> GraphQLTestClient:
    """A GraphQL client of this process."""
    return GraphQLTestClient(client_of(app), url="/graphql")


def main() -> None:
    """Serve on a free port of this machine and say where."""
    streams = Streams()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        Server(configured(small_app(streams=streams), log_level="error"), streams=streams).run([listening])


if __name__ == "__main__":
    main()
