"""The page for people: static modules that ask the service at ``/graphql`` and nothing else.

Its own files are in ``static/page/``; preact, signals and htm come from npm when Handoff is built
(``hatch_build.py``), plotly.js from the installed package plotly, so that it is the one Python's pictures are for.
"""

import base64
import hashlib
import re
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from handoff_api.trusted import operations
from handoff_web.assets import HEADERS, STATIC, content_security_policy, missing_page

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PLACES = (  # addresses that the page itself reads; each can be kept, sent and opened again
    "/",
    "/library",
    "/questions",
    "/questions/{id}",
    "/experiments/{id}",
    "/experiments/{id}/follow",
    "/experiments/{id}/why",
)
_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_FETCHED = re.compile(r'"/static/(vendor/[^"]+)"')


def page_routes(static: Path = STATIC) -> list[BaseRoute]:
    """The page at each of its addresses, plotly.js, and the named operations that it sends."""

    def page(request: Request) -> Response:
        html = _html(static)
        missing = missing_files(static)
        policy = content_security_policy(request.url.netloc, script=_hash_of_import_map(html))
        headers = {**HEADERS, "content-security-policy": policy}
        if missing:
            return HTMLResponse(missing_page("The page", static, missing), status_code=503, headers=headers)
        return HTMLResponse(html, headers=headers)

    def plotly_js(_: Request) -> Response:
        return FileResponse(PLOTLY, media_type="text/javascript", headers=HEADERS)

    def texts(_: Request) -> Response:
        return JSONResponse(dict(operations()), headers=HEADERS)

    return [
        *(Route(place, page) for place in PLACES),
        Route("/static/plotly.min.js", plotly_js),
        Route("/operations.json", texts),
    ]


def missing_files(static: Path = STATIC) -> list[str]:
    """Files from npm that the page needs and that are not there, as paths under ``static``; none when all is well."""
    return [name for name in _FETCHED.findall(_html(static)) if not (static / name).is_file()]


def _html(static: Path) -> str:
    return (static / "page" / "index.html").read_text(encoding="utf-8")


def _hash_of_import_map(html: str) -> str:
    """The one script that stands in the page, as the browser names it: a map has to."""
    found = _IMPORT_MAP.search(html)
    return f"'sha256-{base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()}'" if found else ""
