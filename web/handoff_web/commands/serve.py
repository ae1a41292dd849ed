"""``handoff serve``: experiments as a service, with a store that loses nothing."""

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from handoff_web.commands.options import Workers
from handoff_web.compiling import compile_first
from handoff_web.errors import Refusal
from handoff_web.terminal import remarks, results

if TYPE_CHECKING:
    from handoff_experiments.service import Desk

MEGABYTE = 1_000_000  # bytes
EVERYWHERE = "0.0.0.0"  # listens at every address of the machine
SOMEWHERE_ELSE = "203.0.113.1"  # an address for documentation (RFC 5737)
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="HANDOFF_STORE",
        help="A SQLite file, or postgresql+psycopg://user:password@host/database; a file of your own if left out.",
    ),
]
Host = Annotated[str, typer.Option("--host", help="Address to listen on; other machines reach it only if you say so.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
Token = Annotated[
    str | None,
    typer.Option("--token", envvar="HANDOFF_TOKEN", help="What changes need: Authorization: Bearer TOKEN."),
]
TrustedOnly = Annotated[
    bool,
    typer.Option("--trusted-only", help="Answer only the named operations that come with Handoff, and no others."),
]
Recordings = Annotated[
    int,
    typer.Option(
        "--recordings-limit",
        min=0,
        metavar="MB",
        help="Room for runs recorded whole; the least recently used go first, and are made again when asked for.",
    ),
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Answer questions, and change nothing.")]


def serve(
    store: StoreUrl = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = None,
    token: Token = None,
    read_only: ReadOnly = False,
    trusted_only: TrustedOnly = False,
    recordings_limit: Recordings = 2000,
) -> None:
    """Serve experiments over GraphQL; what was under way when it ended goes on."""
    from handoff_experiments.service import Desk
    from handoff_experiments.store import StoreError, open_store

    with _listening(host, port) as listening:
        compile_first()
        try:
            with (
                open_store(store, read_only=read_only) as opened,
                Desk(opened, workers=workers, most_recorded_bytes=recordings_limit * MEGABYTE) as desk,
            ):
                _serve(desk, listening, host=host, token=token, trusted_only=trusted_only)
        except StoreError as error:
            raise Refusal(error.reason) from None


def _listening(host: str, port: int) -> socket.socket:
    """The socket, taken before anything else is done.

    Raises:
        Refusal: the address is not ours, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Refusal(f"--host {host} --port {port}: {error.strerror or error}; try another port") from None
    return listening


def _serve(desk: "Desk", listening: socket.socket, *, host: str, token: str | None, trusted_only: bool) -> None:
    from handoff_api.http import Streams
    from handoff_web.page import missing_files
    from handoff_web.server import Server, configured
    from handoff_web.service import LOOPBACK, service

    streams = Streams()
    port = listening.getsockname()[1]
    app = service(desk, streams=streams, host=host, token=token, trusted_only=trusted_only)
    server = Server(configured(app, host=host, port=port, log_level="warning"), streams=streams)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    results().print(f"Handoff: {address}   (GraphQL at {address}/graphql, GraphiQL at {address}/graphiql)")
    results().print(f"Store:   {desk.store}; {desk.active} experiments go on; Ctrl-C ends")
    if host == EVERYWHERE and (own := own_address()):
        results().print(f"From other machines: http://{own}:{port}")
    if missing := missing_files():
        remarks().print(f"The page is not there ({len(missing)} files are missing): run make setup", style="yellow")
    if host not in LOOPBACK and token is None and not desk.store.read_only:
        remarks().print("Anyone who reaches this address can start experiments: consider --token", style="yellow")
    server.run(sockets=[listening])


def own_address() -> str | None:
    """Address under which machines of the same network reach this one; None where it is in none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((SOMEWHERE_ELSE, 9))
        except OSError:
            return None
        return str(asking.getsockname()[0])
