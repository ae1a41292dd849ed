"""The server process: uvicorn, told to end open streams before it goes."""

import asyncio
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette

from handoff_api.http import Streams

SECONDS_TO_SAY_GOODBYE = 1.0
LONGEST_FRAME = 1 << 20  # bytes of one WebSocket message


class Server(uvicorn.Server):
    """A server that, asked to exit, lets every open stream send its last message first.

    ``streams`` are those of the application. On SIGINT or SIGTERM their clients are told ``complete``.
    """

    def __init__(self, config: uvicorn.Config, *, streams: Streams) -> None:
        super().__init__(config)
        self.streams = streams
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: Any = None) -> None:
        """Begin to listen."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal: end the streams, then the server."""
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.streams.stop)

    async def shutdown(self, sockets: Any = None) -> None:
        """End the streams, give them a moment, and close every connection."""
        self.streams.stop()
        await self.streams.drained(SECONDS_TO_SAY_GOODBYE)
        await super().shutdown(sockets)


def configured(app: Starlette, *, host: str = "127.0.0.1", port: int = 8000, **named: Any) -> uvicorn.Config:
    """Settings of the server. Its access log is off, since addresses hold whole queries; ``/metrics`` counts them."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,  # seconds; for what does not end by itself
        ws_max_size=LONGEST_FRAME,
        **named,
    )
