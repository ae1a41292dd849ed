"""GraphiQL, the workbench for questions to the service, as a page that needs no internet.

Its own few lines are in ``static/graphiql/``; GraphiQL itself and React come from npm when Handoff is built
(``hatch_build.py``) and lie in ``static/vendor/``. Nothing on the page comes from another host, and its content
security policy says so to the browser.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from handoff_web.assets import HEADERS, STATIC, content_security_policy, missing_page

_FETCHED = re.compile(r'(?:src|href)="static/(vendor/[^"]+)"')


def graphiql_routes(static: Path = STATIC) -> list[BaseRoute]:
    """The page at ``/graphiql``, for the service at ``/graphql`` of the same host; its files are `asset_routes`.

    Without the files from npm the page answers with status 503 and says which are missing and how to get them.
    """

    def page(request: Request) -> Response:
        missing = missing_files(static)
        html = missing_page("GraphiQL", static, missing) if missing else _page(static)
        headers = {**HEADERS, "content-security-policy": content_security_policy(request.url.netloc)}
        return HTMLResponse(html, status_code=503 if missing else 200, headers=headers)

    return [Route("/graphiql", page, name="graphiql")]


def missing_files(static: Path = STATIC) -> list[str]:
    """Files from npm that the page needs and that are not there, as paths under ``static``; none when all is well."""
    return [name for name in _FETCHED.findall(_page(static)) if not (static / name).is_file()]


def _page(static: Path) -> str:
    """The page itself."""
    return (static / "graphiql" / "index.html").read_text(encoding="utf-8")
