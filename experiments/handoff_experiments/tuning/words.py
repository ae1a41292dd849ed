"""The answer in words: what changed, what it is worth, what the promise was worth, which setting mattered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.tuning.evaluating import ConstraintResult, Evaluated, GoalResult, Kept, SecondLook
from handoff_experiments.tuning.study import State
from handoff_experiments.wording import amount, interval, listed, percent
from handoff_sim.policy import plain_diff

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

JUDGED = {
    Verdict.BETTER: "a change for the better",
    Verdict.WORSE: "a change for the worse",
    Verdict.EQUIVALENT: "no change that matters",
    Verdict.INCONCLUSIVE: "undecided",
}
KEPT = {
    Kept.HOLDS: "it holds on fresh seeds",
    Kept.FAILS: "it fails on fresh seeds",
    Kept.UNDECIDED: "fresh seeds leave it undecided",
}


def sentences(answer: "TuningAnswer") -> tuple[str, ...]:
    """The answer in words, the most important first."""
    return tuple(dict.fromkeys(_sentences(answer)))


def _sentences(answer: "TuningAnswer") -> Iterator[str]:
    if answer.interrupted:
        yield from _interrupted(answer)
    elif not answer.evaluated:
        yield f"No policy could be tried in {answer.question.world.name}: see why below."
    elif len(answer.question.goals) > 1 and answer.searched.feasible:
        yield from _pareto(answer)
    else:
        yield from _winner(answer, answer.found[0])
    yield from _trials(answer)
    if answer.evaluated:
        yield from _importance(answer)


def _interrupted(answer: "TuningAnswer") -> Iterator[str]:
    done, planned = len(answer.searched.tried), answer.question.trials
    yield (
        f"Interrupted after {done} of {planned} trials: nothing was looked at again on fresh seeds, so there is no "
        "answer yet. What the search has found so far is a promise, made better by luck. Ask again to go on."
    )


def _winner(answer: "TuningAnswer", winner: Evaluated) -> Iterator[str]:
    question = answer.question
    if not answer.searched.feasible:
        yield f"No trial met {_constraints(answer)} in the search; the policy below came nearest."
    if winner.policy.content_hash == question.start.content_hash:
        yield f"In {question.world.name}, no trial did better than {question.start.name} itself."
    else:
        yield f"In {question.world.name}, the search chose this over {question.start.name}: {changes(answer, winner)}"
    for goal in winner.goals:
        if goal.start is not None and winner.policy.content_hash != question.start.content_hash:
            yield _worth(answer, goal, goal.start)
        yield _against_baseline(answer, goal)
    for each in winner.constraints:
        yield _constraint(each)


def changes(answer: "TuningAnswer", found: Evaluated) -> str:
    """What a policy changes against the start, in plain words."""
    return " ".join(change.sentence for change in plain_diff(answer.question.start, found.policy)) or "Nothing changes."


def _worth(answer: "TuningAnswer", goal: GoalResult, look: SecondLook) -> str:
    """Promised and found against the start."""
    measure, found = goal.goal.measure, look.found
    bounds = interval(found.low, found.high, measure.unit)
    judged = JUDGED[goal.verdict or Verdict.INCONCLUSIVE]
    return (
        f"{measure.title} against {answer.question.start.name}: the search promised "
        f"{amount(look.promised, measure.unit)}; on {found.pairs} {fresh(answer)} it is "
        f"{amount(found.mean, measure.unit)} {bounds}, {judged}. {_promise(goal, look)}"
    )


def _promise(goal: GoalResult, look: SecondLook) -> str:
    """What became of the promise."""
    too_much = goal.goal.sense * look.shrunk
    size = amount(abs(look.shrunk), goal.goal.measure.unit, signed=False)
    if too_much <= 0:
        return "It kept its promise."
    if look.surprising:
        return f"The promise was {size} too good, more than its interval allows: part of it was chosen luck."
    return f"The promise was {size} better than what was found, which the interval covers."


def _against_baseline(answer: "TuningAnswer", goal: GoalResult) -> str:
    measure, found = goal.goal.measure, goal.baseline.found
    held = "as a level" if goal.level else f"against {answer.question.baseline.name}"
    bounds = interval(found.low, found.high, measure.unit)
    promised = amount(goal.baseline.promised, measure.unit, signed=not goal.level)
    there = amount(found.mean, measure.unit, signed=not goal.level)
    return f"{measure.title} {held}: promised {promised}, found {there} {bounds}."


def _constraint(each: ConstraintResult) -> str:
    measure, found = each.constraint.measure, each.slack.found
    bounds = interval(found.low, found.high, measure.unit)
    side = "good" if found.mean >= 0 else "bad"
    told = amount(abs(found.mean), measure.unit, signed=False)
    return f"{each.constraint}: {KEPT[each.kept]}; {told} on the {side} side of its bound {bounds}."


def _pareto(answer: "TuningAnswer") -> Iterator[str]:
    question = answer.question
    again = [each for each in answer.evaluated if each.trial is not None]
    names = listed([each.name for each in again])
    front = len({answer.searched.policy(number).content_hash for number in answer.searched.front})
    yield (
        f"In {question.world.name}, {front} of the policies tried are in the Pareto set: none is beaten by another in "
        f"every goal. {len(again)} of them, {names}, were looked at again on {fresh(answer)}."
    )
    for each in again:
        worth = "; ".join(
            f"{goal.goal.measure.title.lower()} promised {amount(look.promised, goal.goal.measure.unit)}, "
            f"found {amount(look.found.mean, goal.goal.measure.unit)} "
            f"{interval(look.found.low, look.found.high, goal.goal.measure.unit)}"
            for goal in each.goals
            if (look := goal.start) is not None
        )
        kept = "".join(f" {_constraint(one)}" for one in each.constraints)
        yield f"{each.name}, against {question.start.name}: {worth}.{kept} {changes(answer, each)}"


def _trials(answer: "TuningAnswer") -> Iterator[str]:
    trials = answer.searched.trials
    contradictions = [trial for trial in trials if trial.state is State.CONTRADICTION]
    broken = [trial for trial in trials if trial.state is State.BROKEN]
    if contradictions:
        yield (
            f"{len(contradictions)} of {len(trials)} settings that were asked for contradict themselves; they were not "
            f"run and do not count as trials. The first: {contradictions[0].why}."
        )
    if broken:
        tried = len(answer.searched.tried)
        yield f"{len(broken)} of {tried} trials broke and are left out; the first: {broken[0].why}."
    failed = sum(each.failures for each in answer.evaluated)
    if failed:
        yield f"{failed} runs on fresh seeds broke and are left out, with their pairs."


def _importance(answer: "TuningAnswer") -> Iterator[str]:
    for importance in answer.importances:
        if importance.why:
            yield f"{importance.why[0].upper()}{importance.why[1:]}."
        else:
            path, share = next(iter(importance.shares.items()))
            yield f"{path} mattered most: {percent(share)} of the variation of {importance.code} over the ranges tried."


def _constraints(answer: "TuningAnswer") -> str:
    return listed([str(each) for each in answer.question.constraints]) or "every requirement"


def fresh(answer: "TuningAnswer") -> str:
    """What the second look was made on."""
    if not answer.question.uncertain:
        return "fresh seeds"
    if answer.question.worst:
        return f"fresh seeds in the worst of {answer.question.worlds} fresh worlds"
    return "fresh seeds, each in a fresh world"
