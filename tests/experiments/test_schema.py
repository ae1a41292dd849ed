import json
from typing import Any

import pytest
from pydantic import ValidationError

from handoff_experiments import Comparison
from handoff_experiments.files import as_json, write_json
from handoff_experiments.schema import ComparisonDocument, schema


def test_the_document_has_the_keys_that_were_promised(comparison: Comparison) -> None:
    document = comparison.to_json()
    assert {"world", "baseline", "seeds", "arms", "contrasts", "quadrants", "hashes", "versions"} <= set(document)
    assert {"policy", "runs", "metrics"} <= set(document["arms"][0])
    assert {"seed", "events_sha256"} <= set(document["arms"][0]["runs"][0])
    promised = {
        "policy", "metric", "unit", "difference", "low", "high", "verdict", "pairs", "variance_ratio",
        "by_size",
    }  # fmt: skip
    assert promised <= set(document["contrasts"][0])


def test_the_document_is_plain_json_and_reads_back_as_itself(comparison: Comparison) -> None:
    text = as_json(comparison)
    again = ComparisonDocument.model_validate_json(text)
    assert json.loads(again.model_dump_json()) == json.loads(text)


def test_the_baseline_is_the_first_arm(comparison: Comparison) -> None:
    arms = comparison.to_json()["arms"]
    assert [arm["role"] for arm in arms] == ["baseline"] + ["policy"] * 5
    assert arms[0]["policy"] == "phone_book"
    assert [run["seed"] for run in arms[0]["runs"]] == list(comparison.seeds)


def test_every_verdict_is_one_of_four_and_metrics_without_direction_stand_apart(
    comparison: Comparison,
) -> None:
    document = comparison.to_json()
    assert {row["verdict"] for row in document["contrasts"]} <= {
        "BETTER",
        "WORSE",
        "EQUIVALENT",
        "INCONCLUSIVE",
    }
    assert {row["metric"] for row in document["described"]} == {"N4"}
    assert {row["verdict"] for row in document["described"]} == {None}


def test_means_are_over_the_runs(comparison: Comparison) -> None:
    arm = comparison.to_json()["arms"][1]
    values = [run.metrics["S1"] for run in comparison.arms[1].runs if run]
    assert arm["metrics"]["S1"] == pytest.approx(sum(values) / len(values))


def test_a_key_too_many_or_a_seed_too_large_is_refused(comparison: Comparison) -> None:
    document: dict[str, Any] = comparison.to_json()
    with pytest.raises(ValidationError, match="extra"):
        ComparisonDocument.model_validate(document | {"mood": "good"})
    with pytest.raises(ValidationError, match="seeds"):
        ComparisonDocument.model_validate(document | {"seeds": [2**64]})


def test_the_schema_describes_every_key(comparison: Comparison) -> None:
    described = schema()
    assert set(described["properties"]) == set(comparison.to_json())
    assert described["additionalProperties"] is False


def test_golden_schema(golden: Any) -> None:
    """The shape is a promise to other programs: a change of it is read as a diff."""
    golden("comparison.schema.json", json.dumps(schema(), indent=2) + "\n")


def test_the_file_is_the_document(comparison: Comparison, tmp_path: Any) -> None:
    path = write_json(comparison, tmp_path / "result.json")
    assert json.loads(path.read_text(encoding="utf-8")) == comparison.to_json()
