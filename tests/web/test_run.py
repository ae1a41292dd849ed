"""``handoff run``: one future, as a table, as JSON, as Parquet files."""

import json
from pathlib import Path

import pandas as pd
import pytest

from handoff_scenarios import catalogue
from handoff_sim.metrics import METRICS

SHORT = ("--weeks", "30", "--seed", "7")


def test_json_on_standard_output_is_one_document_and_nothing_else(handoff) -> None:
    said = handoff("run", "workshop", "tools_only", *SHORT, "--json", "-")
    assert said.code == 0
    document = said.document
    assert (document["world"], document["policy"]) == ("workshop", "tools_only")
    assert (document["seed"], document["weeks"]) == (7, 30)
    assert len(document["events_sha256"]) == 64
    assert set(document["metrics"]) == {metric.code for metric in METRICS}
    assert all(value is None or isinstance(value, int | float) for value in document["metrics"].values())
    assert document["hashes"] == {
        "world": catalogue.world("workshop").content_hash,
        "policy": catalogue.policy("tools_only").content_hash,
    }
    assert {"handoff", "model", "python", "numba", "numpy"} <= document["versions"].keys()


def test_the_keys_are_those_that_are_documented(handoff, root: Path) -> None:
    document = handoff("run", "workshop", "phone_book", *SHORT, "--json", "-").document
    text = (root / "docs" / "command_line.md").read_text(encoding="utf-8")
    assert [key for key in document if f"`{key}`" not in text] == []


def test_the_same_run_twice_is_the_same_future(handoff) -> None:
    first = handoff("run", "workshop", "tools_only", *SHORT, "--json", "-").document
    again = handoff("run", "workshop", "tools_only", *SHORT, "--json", "-").document
    for document in (first, again):
        del document["seconds"]
    assert first == again


def test_records_do_not_change_the_future(handoff, tmp_path: Path) -> None:
    plain = handoff("run", "workshop", "tools_only", *SHORT, "--json", "-").document
    events, decisions = tmp_path / "events.parquet", tmp_path / "decisions.parquet"
    kept = handoff(
        "run", "workshop", "tools_only", *SHORT, "--check",
        "--events", str(events), "--decisions", str(decisions), "--json", "-",
    ).document  # fmt: skip
    assert kept["events_sha256"] == plain["events_sha256"]
    assert len(pd.read_parquet(events)) > 0
    assert len(pd.read_parquet(decisions)) > 0
    assert kept["invariants"]


def test_the_floor_is_chosen_by_what_is_asked_of_it(handoff, tmp_path: Path) -> None:
    trace, queues = tmp_path / "trace.parquet", tmp_path / "queues.parquet"
    plain = handoff("run", "workshop", "tools_only", *SHORT, "--json", "-").document
    asked = ("run", "workshop", "tools_only", *SHORT, "--json", "-")
    watched = handoff(*asked, "--trace", str(trace), "--queues", str(queues)).document
    named = handoff(*asked, "--floor", "simpy").document
    assert plain["events_sha256"] == watched["events_sha256"] == named["events_sha256"]
    assert plain["metrics"] == watched["metrics"]
    segments, lengths = pd.read_parquet(trace), pd.read_parquet(queues)
    assert len(segments) > 100 and (segments["end_min"] >= segments["start_min"]).all()
    assert {"week", "shop", "minute", "waiting", "held"} <= set(lengths.columns) and len(lengths) > 100


def test_the_floor_is_drawn_on_one_page_that_needs_no_network(handoff, tmp_path: Path) -> None:
    page = tmp_path / "floor.html"
    said = handoff("run", "workshop", "enforceable_trust", *SHORT, "--gantt", str(page))
    assert said.code == 0 and "floor.html" in said.err
    text = page.read_text(encoding="utf-8")
    assert text.count("<figure") == 2 and "Gantt chart of the machines of shop" in text
    assert "<script src" not in text and "<link" not in text


def test_the_table_names_seed_and_hash(handoff, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    said = handoff("run", "workshop", "phone_book", *SHORT, "--json", str(path))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert "seed 7" in said.out
    assert document["events_sha256"] in said.out
    assert str(path) in said.err


def test_a_setting_of_world_or_policy_is_applied(handoff) -> None:
    arguments = ("run", "workshop", "tools_only", *SHORT, "--json", "-")
    changed = handoff(*arguments, "--set", "payout.take=0.2", "--set", "population.shops=10").document
    plain = handoff(*arguments).document
    assert changed["settings"] == ["payout.take=0.2", "population.shops=10"]
    assert changed["hashes"]["world"] != plain["hashes"]["world"]
    assert changed["hashes"]["policy"] != plain["hashes"]["policy"]


def test_the_largest_seed_is_accepted(handoff) -> None:
    said = handoff("run", "workshop", "phone_book", "--weeks", "3", "--seed", str(2**64 - 1), "--json", "-")
    assert said.document["seed"] == 2**64 - 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("nowhere", "phone_book"), "expected one of"),
        (("workshop", "phone_bok"), "phone_book"),
        (("workshop", "phone_book", "--seed", "-1"), "--seed"),
        (("workshop", "phone_book", "--seed", str(2**64)), "--seed"),
        (("workshop", "phone_book", "--seed", "1.5"), "--seed"),
        (("workshop", "phone_book", "--weeks", "0"), "--weeks"),
        (("workshop", "phone_book", "--set", "payout.take=4"), "expected a share 0 to 0.40; found 4"),
        (("workshop", "phone_book", "--set", "payout.takes=0.1"), "take"),
        (("workshop", "phone_book", "--set", "payout.take"), "path=value"),
        (("workshop", "phone_book", "--json", "/"), "found a folder"),
        (("workshop", "phone_book", "--events", "a.parquet", "--decisions", "a.parquet"), "same place"),
        (("workshop", "phone_book", "--floor", "wood"), "--floor: expected one of array, simpy; found wood"),
        (("workshop", "phone_book", "--floor", "array", "--trace", "a.parquet"), "expected --floor simpy"),
        (("workshop", "phone_book", "--queues", "a.csv"), "ends in .parquet"),
        (("workshop", "phone_book", "--gantt", "a.png"), "ends in .html"),
        (("workshop",), "POLICY"),
        (("workshop", "phone_book", "--sed", "1"), "--sed"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_starts(handoff, arguments: tuple[str, ...], expected: str) -> None:
    said = handoff("run", *arguments)
    assert said.code == 2
    assert said.out == ""
    assert expected in said.err
    assert "Traceback" not in said.err
