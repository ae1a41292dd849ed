"""F1 to F4 on made-up worlds whose answers are known: the claim can be supported, fail in any part, or stay open."""

import numpy as np
import pandas as pd
import pytest

from handoff_experiments.claim.deal import NO, UNDECIDED, YES, Prong, sign_test
from handoff_experiments.claim.emergence import Definition
from handoff_experiments.claim.roles import Roles
from handoff_experiments.claim.statements import Finding, Statement, overall, statements

ROLES = Roles(not_enough=("directory",))
ARMS = ("phone_book", "tools_only", "contract_club", "enforceable_trust", "directory", "frictionless")
WORLDS = 200


def made_up(emerges: dict[str, float], better: int = YES, worlds: int = WORLDS) -> tuple[Statement, ...]:
    """Statements over worlds in which each policy emerges in a share of them, and the deal is as said."""
    emerged = pd.DataFrame({arm: np.arange(worlds) < emerges.get(arm, 0.0) * worlds for arm in ARMS}, dtype="boolean")
    deal = pd.DataFrame(float(better), index=emerged.index, columns=ARMS[1:])
    return statements(emerged, dict.fromkeys(Prong, deal), ROLES, Definition.INDEX)


def finding(found: tuple[Statement, ...], code: str) -> Finding | None:
    return next(each for each in found if each.code == code).finding


def test_a_claim_that_holds_is_supported() -> None:
    found = made_up({"enforceable_trust": 0.8})
    assert {each.code: each.finding for each in found if each.finding} == dict.fromkeys(
        ("F1", "F2", "F3", "F4"), Finding.SUPPORTED
    )
    assert overall(found) is Finding.SUPPORTED


@pytest.mark.parametrize(
    ("code", "emerges", "better"),
    [
        ("F1", {"enforceable_trust": 0.9, "tools_only": 0.4}, YES),
        ("F2", {"enforceable_trust": 0.9}, NO),
        ("F3", {"enforceable_trust": 0.5, "tools_only": 0.5}, YES),
        ("F4", {"enforceable_trust": 0.9, "directory": 0.4}, YES),
    ],
)
def test_each_part_can_fail_and_takes_the_claim_along(code: str, emerges: dict[str, float], better: int) -> None:
    found = made_up(emerges, better)
    assert finding(found, code) is Finding.FALSIFIED
    assert overall(found) is Finding.FALSIFIED


def test_what_is_not_decided_of_shops_leaves_necessity_open() -> None:
    found = made_up({"enforceable_trust": 0.8}, UNDECIDED)
    assert finding(found, "F2") is Finding.UNDETERMINED
    assert overall(found) is Finding.UNDETERMINED


def test_few_worlds_decide_nothing() -> None:
    assert finding(made_up({"enforceable_trust": 0.8}, worlds=10), "F1") is Finding.UNDETERMINED


def test_where_nothing_emerges_necessity_is_open() -> None:
    found = made_up({})
    assert finding(found, "F2") is Finding.UNDETERMINED
    assert next(each for each in found if each.code == "F2").cases == 0


def test_sufficiency_is_reported_and_not_judged() -> None:
    found = [each for each in made_up({"enforceable_trust": 0.5}) if each.code == "sufficiency"]
    assert all(each.finding is None for each in found) and len(found) == len(Prong)
    assert found[0].value == pytest.approx(0.5 / 4)  # of four policies whose deal is better


def test_the_yardstick_and_the_phone_book_are_no_cases() -> None:
    everywhere = made_up({"frictionless": 1.0, "phone_book": 1.0, "enforceable_trust": 0.5})
    assert next(each for each in everywhere if each.code == "F2").cases == WORLDS // 2


def test_worlds_without_anything_to_hand_off_count_for_nothing() -> None:
    emerged = pd.DataFrame({arm: [True, False, pd.NA] for arm in ARMS}, dtype="boolean")
    deal = pd.DataFrame(1.0, index=emerged.index, columns=ARMS[1:])
    found = statements(emerged, dict.fromkeys(Prong, deal), ROLES, Definition.INDEX)
    assert found[0].worlds == 2 and found[0].value == 0.5


@pytest.mark.parametrize(
    ("above", "below", "sign"), [(6, 0, 1), (5, 0, 0), (9, 1, 1), (8, 2, 0), (0, 6, -1), (0, 0, 0)]
)
def test_the_sign_test_at_five_percent(above: int, below: int, sign: int) -> None:
    assert sign_test(np.array([above]), np.array([below])).tolist() == [sign]


@pytest.mark.statistical
def test_a_share_at_the_limit_is_seldom_decided_wrongly() -> None:
    """At a true share of 0.20 nothing is falsified, at 0.10 nothing supported, in more than 5 % of experiments."""
    rng = np.random.default_rng(22)
    wrong = {0.20: 0, 0.10: 0}
    for _ in range(400):
        for share in wrong:
            emerged = pd.DataFrame({arm: rng.random(100) < share for arm in ARMS}, dtype="boolean")
            deal = pd.DataFrame(1.0, index=emerged.index, columns=ARMS[1:])
            found = finding(statements(emerged, dict.fromkeys(Prong, deal), ROLES, Definition.INDEX), "F1")
            wrong[share] += found is (Finding.FALSIFIED if share == 0.20 else Finding.SUPPORTED)
    assert max(wrong.values()) <= 400 * 0.05 + 3 * (400 * 0.05 * 0.95) ** 0.5
