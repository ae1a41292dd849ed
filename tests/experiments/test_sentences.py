import doctest
import importlib
import pkgutil
from typing import Any

import pytest

import handoff_experiments
from handoff_experiments import Audience, Comparison

MODULES = [
    module.name
    for module in pkgutil.walk_packages(handoff_experiments.__path__, "handoff_experiments.")
    if not module.name.endswith((".evaluation", ".forkserver", ".migrations.env"))  # the last runs inside alembic only
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_best_comes_first_and_the_undecided_are_named(fake: Any) -> None:
    noisy = fake.Document("noisy", shift=5.0, own_noise=600.0)
    said = fake.compare(fake.trap, fake.good, noisy, pairs=8).sentence("shops")
    assert said.startswith("For shops as a group, profit against phone_book: better under good (+$")
    assert said.index("better under good") < said.index("worse under trap (−$")
    assert "inconclusive after 8 pairs for noisy" in said


def test_a_trap_and_a_stranded_gain_are_called_by_name(comparison: Comparison) -> None:
    said = comparison.sentence("small shop")
    assert "trap is a trap: joining pays each shop" in said
    assert "stranded strands a gain" in said


def test_hours_are_told_where_they_are_known(fake: Any) -> None:
    policy = fake.Document("lean", shift=100.0)
    assert ", 1.00 fewer hours a week wasted on quotes)" in fake.compare(policy, pairs=8).sentence("shops")


def test_an_exact_zero_is_said_as_no_difference(fake: Any) -> None:
    said = fake.compare(fake.phone, pairs=2).sentence("buyer")
    assert said == "For buyers, surplus against phone_book: no difference that matters under phone_book."


def test_one_policy_can_be_spoken_of_alone(comparison: Comparison) -> None:
    said = comparison.sentence("shops", policy="good")
    assert "good" in said and "trap" not in said


def test_a_metric_that_was_not_compared_is_said_so(fake: Any) -> None:
    said = fake.compare(fake.good, pairs=2, metrics=["S3"], unilateral=False).sentence("buyer")
    assert said == "For buyers: B1 was not compared."


@pytest.mark.parametrize("audience", Audience)
def test_everybody_gets_one_paragraph(comparison: Comparison, audience: Audience) -> None:
    said = comparison.sentence(audience)
    assert said.endswith(".") and "\n" not in said and "nan" not in said


def test_an_unknown_audience_is_refused_with_the_known(comparison: Comparison) -> None:
    with pytest.raises(ValueError, match=r"expected one of shops, small shop.*found bank"):
        comparison.sentence("bank")
