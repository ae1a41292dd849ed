"""`handoff serve` as its user meets it: an address, an answer, a kill in the middle, and everything still there."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handoff_api.trusted import operations
from handoff_web.commands.serve import own_address

PATIENCE = 120.0  # seconds


class Service:
    """A server process and how to ask it."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self.process, self.address = process, address

    def ask(self, query: str, token: str | None = None, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        request = urllib.request.Request(f"{self.address}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Service]:
    command = [sys.executable, "-m", "handoff_web", "serve", "--store", str(store), "--port", "0", *options]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "COLUMNS": "200"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        first = process.stdout.readline()
        assert first.startswith("Handoff: http://"), process.stderr.read()
        service = Service(process, first.split()[1])
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                service.get("/healthz")
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < deadline
                time.sleep(0.05)
        try:
            yield service
        finally:
            process.kill()


def test_other_machines_are_told_an_address_and_asked_for_the_token(tmp_path: Path) -> None:
    own = own_address()
    if own is None:
        pytest.skip("this machine is in no network")
    with serving(tmp_path / "handoff.db", "--host", "0.0.0.0", "--workers", "1", "--token", "word") as service:
        assert service.process.stdout is not None
        told = [service.process.stdout.readline() for _ in range(2)][1]
        assert told.startswith(f"From other machines: http://{own}:")
        other = Service(service.process, told.split()[-1])
        assert "Handoff" in other.get("/")
        refused = other.ask(START)["errors"][0]
        assert refused["extensions"]["code"] == "UNAUTHENTICATED"
        assert "experiment" in other.ask(START, token="word")["data"]["startComparison"]


START = """mutation { startComparison(input: {world: {name: "workshop"}, policies: [{name: "directory"}],
    pairs: 12, weeks: 60}) { ... on Asked { experiment { id } } ... on Refusal { message } } }"""
STATE = "query ($id: ID!) { experiment(id: $id) { resultHash progress { status pairs } } }"


def state(service: Service, experiment_id: str) -> Any:
    return service.ask(STATE, id=experiment_id)["data"]["experiment"]


@pytest.mark.slow
def test_killed_in_the_middle_and_started_again_it_ends_the_experiment(tmp_path: Path) -> None:
    store = tmp_path / "handoff.db"
    with serving(store, "--workers", "2") as service:
        wanted = service.ask(START)["data"]["startComparison"]["experiment"]["id"]
        deadline = time.monotonic() + PATIENCE
        while state(service, wanted)["progress"]["pairs"] < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        service.process.kill()
        service.process.wait(PATIENCE)
    with serving(store, "--workers", "2") as service:
        deadline = time.monotonic() + PATIENCE
        while state(service, wanted)["progress"]["status"] != "FINISHED":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert state(service, wanted)["resultHash"]
        assert "handoff_experiments_active 0.0" in service.get("/metrics")
        service.process.send_signal(signal.SIGINT)
        service.process.wait(PATIENCE)


@pytest.mark.slow
def test_a_token_is_asked_for_changes_and_reading_is_free(tmp_path: Path) -> None:
    with serving(tmp_path / "handoff.db", "--token", "secret", "--workers", "1") as service:
        assert service.ask("{ worlds { name } }")["data"]["worlds"]
        refused = service.ask(START)
        assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        wanted = service.ask(START, token="secret")["data"]["startComparison"]["experiment"]["id"]
        assert state(service, wanted)["progress"]["status"] in ("QUEUED", "RUNNING")
    with serving(tmp_path / "handoff.db", "--read-only") as service:
        assert state(service, wanted)
        assert service.ask(START)["errors"][0]["extensions"]["code"] == "READ_ONLY"


def test_a_port_that_is_taken_is_refused_in_words(tmp_path: Path) -> None:
    from handoff_web.cli import app
    from handoff_web.errors import Refusal

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(app, ["serve", "--store", str(tmp_path / "s.db"), "--port", port])
    assert isinstance(answer.exception, Refusal)
    assert "try another port" in str(answer.exception)


@pytest.mark.slow
def test_trusted_only_answers_what_comes_with_it_and_nothing_else(tmp_path: Path) -> None:
    with serving(tmp_path / "handoff.db", "--workers", "1", "--trusted-only") as service:
        assert service.ask(operations()["WorldsAndPolicies"])["data"]["worlds"]
        with pytest.raises(urllib.error.HTTPError) as refused:
            service.ask("{ worlds { name } }")
        assert "expected a trusted document" in refused.value.read().decode()


def test_a_store_that_somebody_else_took_over_is_told_by_the_health(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from handoff_api.http import Streams
    from handoff_experiments.service import Desk
    from handoff_experiments.store import StoreClaimed, open_store
    from handoff_web.service import service

    def taken() -> None:
        raise StoreClaimed("another server works on it")

    with open_store(str(tmp_path / "handoff.db")) as store, Desk(store, workers=1) as desk:
        client = TestClient(service(desk, streams=Streams()), base_url="http://127.0.0.1")
        assert client.get("/healthz").json() == {"status": "ok"}
        store._database.before_writing = taken
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "another server works on it")
