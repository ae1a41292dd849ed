"""GraphiQL, the workbench for questions to the service, as a page that needs no internet.

Its own few lines are in ``static/graphiql/``; GraphiQL itself and React come from npm when Handoff is built
(``hatch_build.py``) and lie in ``static/vendor/``. Nothing on the page comes from another host, and its content
security policy says so to the browser.
"""

import re
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).resolve().parent / "static"
HEADERS = {
    "cache-control": "no-cache",  # keep it, and ask by its ETag whether it changed
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_FETCHED = re.compile(r'(?:src|href)="static/(vendor/[^"]+)"')


def graphiql_routes(static: Path = STATIC) -> list[BaseRoute]:
    """The page at ``/graphiql`` and what it loads at ``/static``, for the service at ``/graphql`` of the same host.

    Without the files from npm the page answers with status 503 and says which are missing and how to get them.
    """

    def page(request: Request) -> Response:
        missing = missing_files(static)
        html = _missing_page(static, missing) if missing else _page(static)
        headers = {**HEADERS, "content-security-policy": content_security_policy(request.url.netloc)}
        return HTMLResponse(html, status_code=503 if missing else 200, headers=headers)

    return [Route("/graphiql", page, name="graphiql"), Mount("/static", _Files(directory=static), name="static")]


def missing_files(static: Path = STATIC) -> list[str]:
    """Files from npm that the page needs and that are not there, as paths under ``static``; none when all is well."""
    return [name for name in _FETCHED.findall(_page(static)) if not (static / name).is_file()]


def content_security_policy(host: str) -> str:
    """What the page may load and reach: this host only, subscriptions over WebSocket included.

    GraphiQL sets styles from scripts, and its style sheet holds its fonts and pictures; no script stands in the page.
    """
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",  # to older browsers its sockets are not 'self'
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {places}" for name, places in rules.items())


class _Files(StaticFiles):
    """Files with the headers of the pages that load them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


def _page(static: Path) -> str:
    """The page itself."""
    return (static / "graphiql" / "index.html").read_text(encoding="utf-8")


def _missing_page(static: Path, missing: list[str]) -> str:
    """The page that says which files are not there."""
    items = "\n        ".join(f"<li><code>{escape(name)}</code></li>" for name in missing)
    return (static / "graphiql" / "missing.html").read_text(encoding="utf-8").replace("<!-- missing -->", items)
