"""What GraphQL costs a request: a catalogue query, the smallest query, and a bare route, by one server in one run."""

import http.client
import json
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from harness.effort import Effort
from harness.findings import Line, Measure, Tell, ratios
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from handoff_api.http import Streams
from handoff_experiments.service import Desk
from handoff_experiments.store import Store, open_store
from handoff_web.server import Server, configured
from handoff_web.service import service

CLIENTS = 2  # processes, each with one connection that stays open
BARE = "a bare Starlette route"
ASKED: Mapping[str, str] = {
    BARE: "",
    "the smallest query": "{ __typename }",
    "a catalogue query, 4 fields of every policy": "{ policies { name ref title contentHash } }",
    "the catalogue of rules, as a form needs it": "{ rules { path type unit low high meaning } }",
}


@contextmanager
def served(
    folder: Path, *, routes: Sequence[BaseRoute], prepare: Callable[[Store], None] = lambda store: None
) -> Iterator[int]:
    """The whole service on a store in a folder, and some routes of one's own; gives its port."""
    streams = Streams()
    with open_store(str(folder / "bench.db")) as store, Desk(store, workers=1) as desk:
        prepare(store)
        app = service(desk, streams=streams)
        app.router.routes[:0] = routes
        server = Server(configured(app, port=0, log_level="warning"), streams=streams)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def asked_often(port: int, query: str, times: int) -> float:
    """Seconds that one client waited for so many answers, one after the other."""
    path, body = ("/graphql", json.dumps({"query": query})) if query else ("/bare", "{}")
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"content-type": "application/json"}

    def ask() -> None:
        connection.request("POST", path, body, headers)
        answer = json.loads(connection.getresponse().read())
        if "errors" in answer:
            raise RuntimeError(f"{query}: expected an answer; found {answer['errors']}")

    ask()
    started = time.perf_counter()
    for _ in range(times):
        ask()
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Requests a second of each, and how many a bare route answers in the time of one."""

    async def bare(_: Request) -> JSONResponse:
        return JSONResponse({"data": {"__typename": "Query"}})

    routes = [Route("/bare", bare, methods=["POST"])]
    rates: dict[str, list[float]] = {what: [] for what in ASKED}
    steps = effort.rounds * len(ASKED)
    clients = ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn"))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), routes=routes) as port, clients:
        for turn in range(effort.rounds):
            for number, (what, query) in enumerate(ASKED.items()):
                tell(turn * len(ASKED) + number, steps)
                work = [clients.submit(asked_often, port, query, effort.requests) for _ in range(CLIENTS)]
                rates[what].append(sum(effort.requests / each.result() for each in work))
    lines = [Line(what=what, unit="a second", rounds=tuple(found)) for what, found in rates.items()]
    return lines + [
        Line(what=f"{BARE} over {what}", unit="times", rounds=ratios(rates[BARE], found))
        for what, found in rates.items()
        if what != BARE
    ]


MEASURE = Measure(
    name="serving",
    question="What does GraphQL cost a request?",
    compared=f"Requests a second on the clock, by one server to {CLIENTS} clients that each keep one connection",
    ask=ask,
)
