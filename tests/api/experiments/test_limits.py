"""What a comparison may ask for is said in numbers, and those numbers are the ones that are held."""

from typing import Any

import pytest

LIMITS = """{ comparisonLimits { mostPolicies fewestPairs mostPairs usualPairs usualPairsUntilDecided mostWeeks
    highestSeed longestTitle } }"""
START = """mutation ($input: ComparisonInput!) { startComparison(input: $input) {
    ... on InvalidComparison { problems { path expected found } } ... on Refusal { message } } }"""
ASKED: dict[str, Any] = {"world": {"name": "workshop"}, "policies": [{"name": "directory"}]}


def test_the_limits_say_what_is_usual(ask: Any) -> None:
    found = ask(LIMITS)["comparisonLimits"]
    assert (found["usualPairs"], found["usualPairsUntilDecided"]) == (12, 64)
    assert found["highestSeed"] == str(2**64 - 1)


@pytest.mark.parametrize(
    ("option", "limit", "beyond"),
    [("pairs", "fewestPairs", -1), ("pairs", "mostPairs", 1), ("weeks", "mostWeeks", 1), ("title", "longestTitle", 1)],
)
def test_one_beyond_a_limit_is_refused(ask: Any, option: str, limit: str, beyond: int) -> None:
    number = ask(LIMITS)["comparisonLimits"][limit] + beyond
    value = "x" * number if option == "title" else number
    problems = ask(START, input=ASKED | {option: value})["startComparison"]["problems"]
    assert [(each["path"], each["found"]) for each in problems] == [(option, str(number))]


def test_one_policy_too_many_is_refused(ask: Any) -> None:
    many = ask(LIMITS)["comparisonLimits"]["mostPolicies"] + 1
    problems = ask(START, input=ASKED | {"policies": [{"name": "directory"}] * many})["startComparison"]["problems"]
    assert [each["path"] for each in problems] == ["policies"]
