"""GraphiQL is served whole by the service itself: no internet, no other host, no script in the page."""

import re
import shutil
from pathlib import Path

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse
from starlette.applications import Starlette
from starlette.testclient import TestClient

from handoff_web.assets import STATIC, asset_routes
from handoff_web.graphiql import graphiql_routes, missing_files

OWN = sorted(path for path in (STATIC / "graphiql").iterdir())
NAMED = re.compile(r'(?:src|href)="([^"#]+)"')


def client(static: Path = STATIC) -> TestClient:
    return TestClient(
        Starlette(routes=[*graphiql_routes(static), *asset_routes(static)]), base_url="http://127.0.0.1:8000"
    )


def named_files(html: str) -> list[str]:
    """Whatever the page loads."""
    return [name.lstrip("/") for name in NAMED.findall(html) if name.lstrip("/").startswith("static/")]


def policy(headers: dict[str, str]) -> dict[str, str]:
    """The content security policy, directive by directive."""
    return dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The page's own files, with nothing from npm."""
    for name in ("graphiql", "missing"):
        shutil.copytree(STATIC / name, tmp_path / name)
    return tmp_path


def test_every_file_the_page_names_is_served() -> None:
    assert missing_files() == [], "run `make setup`"
    page = client().get("/graphiql")
    assert page.status_code == 200
    assert "<title>Handoff GraphiQL</title>" in page.text
    found = {name: client().get(f"/{name}") for name in named_files(page.text)}
    assert len(found) == 6
    assert {answer.status_code for answer in found.values()} == {200}
    assert {answer.headers["x-content-type-options"] for answer in found.values()} == {"nosniff"}
    kinds = {
        name.rpartition(".")[2]: answer.headers["content-type"].partition(";")[0] for name, answer in found.items()
    }
    assert kinds == {"js": "text/javascript", "css": "text/css"}


def test_the_page_s_script_finds_the_first_query() -> None:
    text = client().get("/static/graphiql/first.graphql").text
    (operation,) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    fields = [field.name.value for field in operation.selection_set.selections if isinstance(field, FieldNode)]
    assert fields == ["worlds", "policies"]
    assert max(map(len, text.splitlines())) < 48  # as wide as GraphiQL's editor


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_no_file_of_the_page_names_another_host(path: Path) -> None:
    assert "//" not in re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_style_sheet_from_npm_loads_nothing() -> None:
    text = (STATIC / "vendor" / "graphiql" / "graphiql.min.css").read_text(encoding="utf-8")
    assert {found[:5] for found in re.findall(r"url\([\"']?([^)]{5})", text)} == {"data:"}
    assert "@import" not in text


def test_the_browser_is_told_to_stay_on_this_host() -> None:
    page = client().get("/graphiql")
    rules = policy(dict(page.headers))
    assert rules["default-src"] == rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' ws://127.0.0.1:8000 wss://127.0.0.1:8000"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert re.findall(r"<script(?![^>]* src=)|\son\w+=", page.text) == []


def test_a_strange_host_name_does_not_get_into_the_policy() -> None:
    page = client().get("/graphiql", headers={"host": "127.0.0.1:80; script-src *"})
    rules = policy(dict(page.headers))
    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' ws://127.0.0.1:8000 wss://127.0.0.1:8000"


def test_files_that_have_not_changed_are_not_sent_again() -> None:
    first = client().get("/static/graphiql/start.js")
    again = client().get("/static/graphiql/start.js", headers={"if-none-match": first.headers["etag"]})
    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_without_the_files_from_npm_the_page_says_what_is_missing_and_what_to_do(bare: Path) -> None:
    assert len(missing_files(bare)) == 4
    page = client(bare).get("/graphiql")
    assert page.status_code == 503
    assert "<code>vendor/graphiql/graphiql.min.js</code>" in page.text
    assert "make setup" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert {client(bare).get(f"/{name}").status_code for name in named_files(page.text)} == {200}


def test_the_page_appears_once_the_files_are_there(bare: Path) -> None:
    for name in missing_files(bare):
        (bare / name).parent.mkdir(parents=True, exist_ok=True)
        (bare / name).touch()
    assert client(bare).get("/graphiql").status_code == 200


def test_an_address_with_a_slash_leads_to_the_page() -> None:
    assert client().get("/graphiql/").url.path == "/graphiql"
