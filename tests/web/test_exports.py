"""Results of the service as files: the very frames of the comparison."""

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient

from handoff_api.http import Streams
from handoff_experiments import compare
from handoff_experiments.result_hash import timeless
from handoff_experiments.service import Cited, Desk, ExperimentSpec
from handoff_experiments.service.exports import EXPORTS
from handoff_experiments.store import open_store
from handoff_scenarios import catalogue
from handoff_web.service import service

WEEKS = 60


def cited(name: str) -> Cited:
    return Cited.of(catalogue.policy(name), ref=name)


SPEC = ExperimentSpec(
    world=Cited.of(catalogue.world("workshop"), ref="workshop"),
    baseline=cited("phone_book"),
    policies=(cited("directory"),),
    yardstick=cited("frictionless"),
    pairs=3,
    weeks=WEEKS,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_store(str(tmp_path_factory.mktemp("exports") / "handoff.db")) as store, Desk(store, workers=2) as opened:
        yield opened


@pytest.fixture(scope="module")
def finished(desk: Desk) -> str:
    wanted = desk.start(SPEC).id
    deadline = time.monotonic() + 120
    while not desk.update_of(desk.record(wanted)).ended or desk.active:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return wanted


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(service(desk, streams=Streams()), base_url="http://localhost") as opened:
        yield opened


def test_tables_are_the_frames_of_compare(client: TestClient, finished: str) -> None:
    found = compare("workshop", ["directory"], pairs=3, weeks=WEEKS, workers=1)
    for name, frame in {"contrasts": found.contrasts(), "quadrants": found.quadrants()}.items():
        parquet = client.get(f"/experiments/{finished}/{name}.parquet")
        pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(parquet.content)), frame, check_dtype=False)
        csv = client.get(f"/experiments/{finished}/{name}.csv")
        assert len(pd.read_csv(io.StringIO(csv.text))) == len(frame)
    whole = client.get(f"/experiments/{finished}/result.json")
    assert timeless(json.loads(whole.text)) == timeless(found.to_json())


def test_the_schema_lists_every_file_and_each_is_there(client: TestClient, finished: str) -> None:
    query = "query ($id: ID!) { experiment(id: $id) { exports { name mediaType path } } }"
    answer = client.post("/graphql", json={"query": query, "variables": {"id": finished}}).json()
    listed = answer["data"]["experiment"]["exports"]
    assert {each["name"] for each in listed} == set(EXPORTS)
    for each in listed:
        file = client.get(each["path"])
        assert (file.status_code, each["mediaType"] in file.headers["content-type"]) == (200, True)


def test_the_report_is_one_page(client: TestClient, finished: str) -> None:
    page = client.get(f"/experiments/{finished}/report.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "directory" in page.text


def test_what_is_not_there_is_said_in_words(client: TestClient, finished: str, desk: Desk, tmp_path: Path) -> None:
    assert client.get(f"/experiments/{finished}/contrasts.xls").text.startswith("expected one of report.html")
    assert client.get("/experiments/none/result.json").status_code == 404
    waiting = desk.start(SPEC.model_copy(update={"pairs": 300}))
    answer = client.get(f"/experiments/{waiting.id}/result.json")
    assert (answer.status_code, "expected one with a result" in answer.text) == (409, True)
    desk.delete(waiting.id)
