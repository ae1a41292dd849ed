"""E0 as a question: targets judged by intervals, a decision by the rule, parameters at the ends of their ranges."""

import json
from typing import Any

import numpy as np
import pytest

from handoff_experiments.calibration.bands import BANDS
from handoff_experiments.calibration.handles import HANDLES
from handoff_experiments.questions import ask, question
from handoff_experiments.questions.calibration import CalibrationQuestion
from handoff_experiments.questions.calibration_answer import CalibrationAnswer
from handoff_experiments.questions.document import checked
from handoff_experiments.tasks import RunSummary, Task
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError

ASKED: dict[str, Any] = {
    "kind": "calibration",
    "name": "toy",
    "number": "E98",
    "title": "A toy",
    "question": "Does it look real?",
    "source": "made up",
    "would_change_it": "Other bands.",
    "targets": ["SF1", "SF9", "SF11", "SF14"],
    "must": ["SF1", "SF11"],
    "parameters": ["demand.level", "behaviour.p_w0"],
    "full": {"seeds": 20, "range_seeds": 6, "worlds": ["workshop"]},
    "quick": {"seeds": 4, "worlds": ["workshop"]},
}
OWN_DEMAND = catalogue.world("workshop").demand.level
MIDDLE = {band.code: (band.low + band.high) / 2 for band in BANDS}


def asked(**said: Any) -> CalibrationQuestion:
    found = checked({**ASKED, **said}, file="toy.toml")
    assert isinstance(found, CalibrationQuestion)
    return found


def made_up(task: Task) -> RunSummary:
    """SF1 inside and moved by demand alone, SF9 far outside, SF11 across the end of its band, SF14 clearly positive."""
    noise = np.random.default_rng(task.seed).normal()
    market = {
        "SF1": MIDDLE["SF1"] + 0.002 * noise + 0.5 * (task.world.demand.level - OWN_DEMAND),
        "SF9": 0.01 + 0.001 * noise,
        "SF11": 50.0 + 2.0 * noise,
    }
    network = {"SF14": 0.2 + 0.01 * noise}
    return RunSummary(
        policy=task.policy.name,
        policy_hash=task.policy.content_hash,
        world_hash=task.world.content_hash,
        seed=task.seed,
        metrics=network if task.policy.network else market,
    )


def answer(size: str = "full", perform: Any = made_up, **said: Any) -> CalibrationAnswer:
    found = ask(asked(**said), size=size, workers=1, perform=perform)  # type: ignore[arg-type]
    assert isinstance(found, CalibrationAnswer)
    return found


def test_targets_stand_where_their_intervals_lie() -> None:
    table = answer().targets().set_index("target")
    assert table["standing"].to_dict() == {
        "SF1": "inside", "SF9": "outside", "SF11": "undecided", "SF14": "inside",
    }  # fmt: skip
    assert (table["seeds"] == 20).all()


@pytest.mark.parametrize(
    ("must", "told"),
    [
        (["SF1", "SF14"], "Decision: go on, as all 2 targets that must be met are."),
        (["SF1", "SF11"], "Decision: none yet, as SF11 must be met and more seeds are needed to tell."),
        (["SF9", "SF11"], "Decision: stop, as SF9 must be met and is not."),
    ],
)
def test_the_decision_follows_the_rule(must: list[str], told: str) -> None:
    said = answer(must=must).sentences()
    assert told in said
    assert any(each.startswith("Missed: SF9 ") for each in said)


def test_a_parameter_that_moves_a_target_is_found_and_one_that_does_not_is_not() -> None:
    found = answer()
    moved = {(turn.parameter, turn.end): turn for turn in found.worlds[0].turned if turn.code == "SF1"}
    handle = next(each for each in HANDLES if each.path == "demand.level")
    for end, value in (("low", handle.low), ("high", handle.high)):
        turn = moved["demand.level", end]
        assert turn.change == pytest.approx(0.5 * (value - OWN_DEMAND))  # paired: the luck of the seeds cancels
        assert turn.moves
        still = moved["behaviour.p_w0", end]
        assert (still.change, still.moves) == (0.0, False)
    assert found.ranges()["parameter"].iloc[0] == "demand.level"
    assert any(said.startswith("Out of its band goes SF1 with demand.level at ") for said in found.sentences())


def test_the_quick_size_leaves_the_ranges_out_and_the_plan_is_what_is_run() -> None:
    made: list[Task] = []

    def counted(task: Task) -> RunSummary:
        made.append(task)
        return made_up(task)

    quick = answer("quick", counted)
    assert quick.ranges().empty and list(quick.tables()) == ["Targets"]
    assert len(made) == 4 + 4  # each of the latter is five runs
    assert asked().plan("quick").runs == 4 * (1 + 5)
    made.clear()
    answer("full", counted)
    assert len(made) == 20 + 20 + 2 * 2 * 6
    assert asked().plan("full").runs == 20 * (1 + 5) + 2 * 2 * 6


def test_the_answer_is_plain_data_the_same_each_time_with_a_picture_of_every_target() -> None:
    documents = []
    for _ in range(2):
        found = answer()
        documents.append(json.dumps({**found.to_json(), "seconds": 0}, allow_nan=False))
    assert documents[0] == documents[1]
    (figure,) = found.figures()
    assert figure.layout.meta["title"] == "workshop: 2 of 4 targets lie in their bands; SF9 does not"
    assert all(code in figure.layout.meta["alt"] for code in ASKED["targets"])


def test_runs_that_break_are_named_and_the_rest_is_read() -> None:
    def fails_in_the_network(task: Task) -> RunSummary:
        if task.policy.network:
            raise ArithmeticError("no network today")
        return made_up(task)

    found = answer(perform=fails_in_the_network)
    assert not found.complete and len(found.failures) == 20
    assert found.targets().set_index("target")["standing"]["SF14"] == "not modelled"
    assert found.targets().set_index("target")["standing"]["SF1"] == "inside"


def test_called_off_before_a_world_is_finished_it_says_so() -> None:
    def interrupted(_: Task) -> RunSummary:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer(perform=interrupted)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"targets": ["SF1", "SF99"]}, "targets: expected one of"),
        ({"must": ["SF2"]}, "must: expected one of SF1, SF9, SF11, SF14"),
        ({"parameters": ["demand.lvel"]}, "parameters: expected one of demand.level"),
        ({"metrics": ["S1"]}, "metrics: expected one of"),
        ({"full": {"seeds": 4, "range_seeds": 5, "worlds": ["workshop"]}}, "2 to 4, as they are paired"),
        ({"quick": {"seeds": 4, "worlds": ["wrkshop"]}}, "workshop"),
    ],
)
def test_a_question_with_faults_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        asked(**said)


def test_e0_asks_for_every_fact_of_the_model() -> None:
    e0 = question("calibration")
    assert isinstance(e0, CalibrationQuestion)
    assert {code.partition(".")[0] for code in e0.targets} == {f"SF{number}" for number in range(1, 15)}
    assert set(e0.targets) - set(e0.must) == {"SF12"}  # an assumption of the model
    assert e0.full.seeds == 30 and set(e0.parameters) == {handle.path for handle in HANDLES}


@pytest.mark.slow
def test_a_real_seed_has_every_figure() -> None:
    short = {"seeds": 2, "worlds": ["workshop"]}
    found = answer("quick", None, targets=list(question("calibration").targets), must=["SF1"], quick=short)  # type: ignore[attr-defined]
    assert found.complete
    assert {target.band.code for target in found.worlds[0].targets if len(target.values) == 2} >= {"SF1", "SF9", "SF14"}
