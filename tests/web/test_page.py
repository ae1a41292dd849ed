"""The page is served whole by the service itself: its modules, plotly.js and the operations it sends."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import plotly
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from handoff_api.trusted import operations
from handoff_web.assets import STATIC, asset_routes
from handoff_web.page import PLACES, missing_files, page_routes

OWN = sorted(path for path in (STATIC / "page").rglob("*") if path.is_file())
MODULES = [path for path in OWN if path.suffix == ".js"]
IMPORTED = re.compile(r'(?:from|import)\s+"([^"]+)"')
SENT = re.compile(r'(?:\bask|askPatiently|useAnswer|watch)(?:<[^>]*>)?\(\s*"([A-Za-z]+)"')
NAMESPACE = "http://www.w3.org/2000/svg"  # a name, not an address


def client(static: Path = STATIC) -> TestClient:
    return TestClient(Starlette(routes=[*page_routes(static), *asset_routes(static)]), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize("place", PLACES)
def test_every_address_of_the_page_answers_with_the_page(place: str) -> None:
    answer = client().get(place.replace("{id}", "0123abcd"))
    assert answer.status_code == 200, "run `make setup`"
    assert "<title>Handoff</title>" in answer.text


def test_everything_the_page_loads_is_served() -> None:
    html = client().get("/").text
    named = set(re.findall(r'"(/[^"]+\.(?:mjs|js|css|svg|json))"', html))
    assert len(named) == 10
    for name in named:
        assert client().get(name).status_code == 200, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_what_is_there(path: Path) -> None:
    mapped = set(re.findall(r'"([^"]+)": "/static', (STATIC / "page" / "index.html").read_text(encoding="utf-8")))
    for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
        assert name in mapped or (path.parent / name).resolve().is_file(), name


def test_the_page_sends_named_operations_and_no_others() -> None:
    sent = {name for path in MODULES for name in SENT.findall(path.read_text(encoding="utf-8"))}
    chosen = {  # named in a variable
        "ExperimentPage", "ExperimentProgress", "ResumeExperiment", "CancelExperiment",
        "AskedQuestion", "QuestionProgress", "ResumeQuestion", "CancelQuestion",
    }  # fmt: skip
    assert {"WorldsAndPolicies", "StartComparison", "StartQuestion", "WhyShopWeek", "FollowJob"} < sent
    assert (sent | chosen) - set(operations()) == set()
    assert client().get("/operations.json").json() == dict(operations())


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_no_file_of_the_page_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(NAMESPACE, "")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text) == []


def test_only_the_import_map_may_stand_in_the_page() -> None:
    page = client().get("/")
    inline = re.findall(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    assert len(inline) == 1
    named = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{named}';" in page.headers["content-security-policy"]
    assert re.findall(r"\son\w+=", page.text) == []


def test_plotly_is_the_one_of_the_installed_package() -> None:
    served = client().get("/static/plotly.min.js")
    assert served.headers["content-type"].startswith("text/javascript")
    assert served.content == (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def test_without_the_modules_from_npm_the_page_says_what_is_missing(tmp_path: Path) -> None:
    for name in ("page", "missing"):
        shutil.copytree(STATIC / name, tmp_path / name)
    assert len(missing_files(tmp_path)) == 6
    answer = client(tmp_path).get("/")
    assert answer.status_code == 503
    assert "The page is not installed" in answer.text
    assert "make setup" in answer.text
