"""The named operations: valid against the committed schema, one per file, and answered by the hash of their text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from starlette.testclient import TestClient
from tests.api.operation import Operation

from handoff_api.http import create_app, document_id
from handoff_api.schema import schema
from handoff_api.sdl import SDL
from handoff_api.trusted import operations, trusted_documents
from handoff_experiments.service import Desk
from handoff_experiments.store import open_store

TEXTS = operations()
WATCHED = {"Activity", "ExperimentProgress", "QuestionProgress"}  # subscriptions
DIRECTORY = {"name": "directory"}
# Variables with which each operation is answered by a service that has no experiments.
ASKED: dict[str, dict[str, Any]] = {
    "About": {},
    "Active": {},
    "AskedFigure": {"id": "none", "name": "picture_1"},
    "AskedQuestion": {"id": "none"},
    "AskedQuestions": {},
    "CancelExperiment": {"id": "none"},
    "CancelQuestion": {"id": "none"},
    "CheckPolicy": {"input": DIRECTORY},
    "ComparisonLimits": {},
    "DeleteExperiment": {"id": "none"},
    "DeleteQuestion": {"id": "none"},
    "DiffPolicies": {"a": {"name": "phone_book"}, "b": DIRECTORY},
    "ExperimentArms": {"id": "none"},
    "ExperimentAsked": {"id": "none"},
    "ExperimentFigure": {"id": "none", "name": "forest"},
    "ExperimentPage": {"id": "none"},
    "ExperimentResult": {"id": "none"},
    "Experiments": {},
    "FollowJob": {"id": "none", "policy": "directory", "job": "3f9a"},
    "Metrics": {},
    "PolicyDocument": DIRECTORY,
    "Questions": {},
    "RenameExperiment": {"id": "none", "title": "Another"},
    "ResumeExperiment": {"id": "none"},
    "ResumeQuestion": {"id": "none"},
    "RuleCards": {},
    "RunShops": {"run": "none"},
    "Rules": {},
    "Runs": {"id": "none"},
    "SavePolicy": {"input": {"name": "mine", "policy": DIRECTORY}},
    "ShopWeeks": {"run": "none", "shop": 3},
    "StartComparison": {"input": {"world": {"name": "workshp"}, "policies": [DIRECTORY]}},
    "StartQuestion": {"question": {"name": "motivatons"}, "size": "QUICK"},
    "StartSweep": {"sweep": {"policies": ["nobody"]}},
    "TellingJobs": {"id": "none", "policy": "directory"},
    "Uncertainties": {},
    "WhyShopWeek": {"run": "none", "shop": 3, "week": 20},
    "WorldPicture": {"name": "workshop"},
    "WorldsAndPolicies": {},
}


def test_the_operations_are_those_that_clients_count_on() -> None:
    assert set(TEXTS) == set(ASKED) | WATCHED


@pytest.mark.parametrize("name", TEXTS)
def test_an_operation_is_valid_alone_in_its_file_and_named_like_it(name: str) -> None:
    document = parse(TEXTS[name])
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    assert [each.name.value for each in operations if each.name] == [name]
    assert len(operations) == 1
    assert validate(build_schema(SDL.read_text(encoding="utf-8")), document) == []


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service that answers these operations only."""
    with open_store(str(tmp_path / "handoff.db")) as store, Desk(store, workers=1) as desk:
        app = create_app(
            schema(),
            context=lambda _: Operation(desk),
            allowed_hosts=("testserver",),
            documents=trusted_documents(),
            trusted_only=True,
        )
        yield TestClient(app)


def test_every_operation_is_answered_as_a_trusted_document_and_no_other(client: TestClient) -> None:
    def ask(**body: Any) -> Any:
        return client.post("/graphql", json=body).json()

    answers = {name: ask(documentId=document_id(TEXTS[name]), variables=more) for name, more in ASKED.items()}
    assert {name: answer["errors"] for name, answer in answers.items() if "errors" in answer} == {}
    assert answers["SavePolicy"]["data"]["savePolicy"]["policy"]["ref"] == "mine@1"
    wrong = answers["StartComparison"]["data"]["startComparison"]
    assert (wrong["__typename"], wrong["problems"][0]["options"][0]) == ("InvalidWorld", "workshop")
    assert answers["CancelExperiment"]["data"]["cancelExperiment"]["__typename"] == "UnknownExperiment"
    unknown = answers["StartQuestion"]["data"]["startQuestion"]
    assert (unknown["__typename"], unknown["problems"][0]["options"][0]) == ("InvalidQuestion", "motivations")
    assert answers["CancelQuestion"]["data"]["cancelQuestion"]["__typename"] == "UnknownQuestion"
    assert answers["DiffPolicies"]["data"]["diffPolicies"]
    assert ask(query=TEXTS["Rules"])["data"]
    refused = ask(query=TEXTS["Rules"] + "\n")
    assert refused["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


def test_watching_as_a_trusted_document_needs_an_experiment(client: TestClient) -> None:
    with client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"
        payload = {"documentId": document_id(TEXTS["ExperimentProgress"]), "variables": {"id": "none"}}
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        told = str(socket.receive_json())
    assert "expected the id of one that is kept; found none" in told
