"""What every page of the service shares: its files, the headers they are sent with, and what a browser may load."""

from html import escape
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).resolve().parent / "static"
HEADERS = {
    "cache-control": "no-cache",  # keep it, and ask by its ETag whether it changed
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def asset_routes(static: Path = STATIC) -> list[BaseRoute]:
    """The files of all pages at ``/static``."""
    return [Mount("/static", _Files(directory=static), name="static")]


def content_security_policy(host: str, *, script: str = "") -> str:
    """What a page may load and reach: this host only, subscriptions over WebSocket included.

    GraphiQL and plotly.js set styles from scripts, and plotly.js makes pictures of its own drawings.

    Args:
        host: Host and port of the service.
        script: The one script that may stand in the page, by its hash; none if empty.
    """
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' {script}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",  # to older browsers its sockets are not 'self'
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {places}" for name, places in rules.items())


def missing_page(what: str, static: Path, missing: list[str]) -> str:
    """A page that says which files are not there, and how to get them."""
    items = "\n        ".join(f"<li><code>{escape(name)}</code></li>" for name in missing)
    html = (static / "missing" / "index.html").read_text(encoding="utf-8")
    return html.replace("<!-- what -->", escape(what)).replace("<!-- missing -->", items)


class _Files(StaticFiles):
    """Files with the headers of the pages that load them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response
