"""From rows of a sweep to the claim: who emerged, for whom the deal is better, and the answer in words and pictures."""

from pathlib import Path

import numpy as np
import pytest

from handoff_experiments.claim.deal import Prong
from handoff_experiments.claim.emergence import Definition
from handoff_experiments.claim.statements import Finding
from handoff_experiments.questions import ask, question
from handoff_experiments.sweeps.observing import PointResult
from handoff_experiments.sweeps.plan import PointTask

QUIET = {"late_unproven": 0.0, "subsidised": False, "S2": 0.3, "events_sha256": "0"}


class Rules:
    """A made-up model: what each policy comes to, by the sampled demand."""

    def __init__(self, **changes: float | bool) -> None:
        self.changes = changes

    def __call__(self, task: PointTask) -> PointResult:
        demand = task.world_sets["demand.level"]
        rows, deals = [], []
        for arm in task.arms:
            place = {"point": task.point, "replication": task.replication, "arm": arm.name, "seed": task.seed}
            good = arm.name == "enforceable_trust" or (arm.name == "tools_only" and demand > 0.75)
            dfi = {"phone_book": 0.0, "frictionless": 0.2}.get(arm.name, 0.15 if good else 0.01)
            active = {"phone_book": 0.0, "frictionless": 1.0}.get(arm.name, 0.8 if good else 0.1)
            row = place | QUIET | {"late_dfi": dfi, "late_mediated": 2 * dfi, "late_active": active} | self.changes
            if arm.name != "phone_book":
                better = arm.name == "enforceable_trust"
                for figure, up in (("gain", better), ("wasted", not better), ("made", better)):
                    row |= {f"{figure}_above": 50 * up, f"{figure}_below": 50 * (not up), f"{figure}_median": 0.0}
                row |= {"kept_S": 1.0, "kept_M": 1.0, "kept_L": 1.0} | self.changes
                worth = 100.0 if better else -100.0
                deals += [place | {"shop": n, "size": "S", "unilateral": worth, "collective": worth} for n in range(8)]
            rows.append(row)
        return PointResult(number=task.number, runs=tuple(rows), deals=tuple(deals), failures=(), made=6, seconds=0.0)


@pytest.fixture
def asked(tmp_path: Path):  # type: ignore[no-untyped-def]
    class Kept:
        files = tmp_path

    def of(rules: Rules, points: int = 60):  # type: ignore[no-untyped-def]
        claim = question("claim")
        quick = claim.quick.model_copy(update={"points": points})
        return ask(claim.model_copy(update={"quick": quick}), size="quick", workers=1, kept=Kept(), perform=rules)  # type: ignore[arg-type]

    return of


def test_the_answer_says_where_tools_alone_make_it_emerge(asked) -> None:  # type: ignore[no-untyped-def]
    answer = asked(Rules())
    emerged = answer.emergence[Definition.INDEX].judged()
    demand = answer.swept.worlds()["demand"]
    assert (emerged["tools_only"] == (demand > 0.75)).all() and emerged["enforceable_trust"].all()
    assert not emerged["phone_book"].any() and emerged["frictionless"].all()
    assert answer.finding is Finding.FALSIFIED
    box = answer.boxes["it emerges under tools_only, tools without incentives (against F1)"][1]
    assert (
        box is not None and set(box.limits) == {"demand"} and box.limits["demand"][0] == pytest.approx(0.75, abs=0.02)
    )
    said = " ".join(answer.sentences())
    assert "the claim as a whole is falsified" in said and "demand at least 0.7" in said


def test_better_is_told_apart_by_prong(asked) -> None:  # type: ignore[no-untyped-def]
    deals = asked(Rules(kept_L=0.2)).deals
    assert (deals[Prong.UNILATERAL]["enforceable_trust"] == 1).all()
    assert (deals[Prong.COLLECTIVE]["enforceable_trust"] == -1).all()  # large shops are left behind
    assert (deals[Prong.HOURS]["enforceable_trust"] == 1).all()
    assert (deals[Prong.GROWTH]["tools_only"] == -1).all()
    assert (deals[Prong.ALL]["enforceable_trust"] == -1).all()


@pytest.mark.parametrize(
    "change",
    [{"subsidised": True}, {"late_unproven": 0.2}, {"late_active": 0.3}],
    ids=lambda change: next(iter(change)),
)
def test_what_is_paid_for_unproven_or_idle_has_not_emerged(asked, change) -> None:  # type: ignore[no-untyped-def]
    assert not asked(Rules(**change), points=8).emergence[Definition.INDEX].judged().any(axis=None)


def test_a_world_with_nothing_to_hand_off_has_no_ratio(asked) -> None:  # type: ignore[no-untyped-def]
    emerged = asked(Rules(late_dfi=0.005), points=8).emergence[Definition.INDEX].judged()
    assert emerged.isna().all(axis=None)


def test_the_answer_has_its_tables_and_pictures(asked) -> None:  # type: ignore[no-untyped-def]
    answer = asked(Rules())
    tables = answer.tables()
    assert {"Statements", "Where it emerges", "Emerged and better off"} <= set(tables)
    strip = answer.strip().pivot(index="ratio", columns="policy", values="share")
    assert (np.diff(strip.to_numpy(), axis=0) <= 0).all()  # the more is asked for, the fewer worlds count
    figures = answer.figures()
    assert len(figures) >= 6 and all(figure.layout.meta["alt"] for figure in figures)
    document = answer.to_json()
    assert document["finding"] == "falsified" and document["complete"] is True
    assert set(document["hashes"]) == {"sweep", "runs"}
