"""What a client asks an experiment to be, and the one way from there to a spec."""

import strawberry

from handoff_api.catalogue.inputs import PolicyInput, Resolved, WorldInput, resolve_policy, resolve_world
from handoff_api.catalogue.references import POLICY, must_find
from handoff_api.scalars import Seed
from handoff_experiments.service import Cited, ExperimentSpec
from handoff_experiments.store import Store
from handoff_sim.policy import DocumentError, Policy, Problem
from handoff_sim.world.document import World

BASELINE = "phone_book"
YARDSTICK = "frictionless"
MOST_POLICIES = 12
MOST_WEEKS = 5200
FEWEST_PAIRS = 2
MOST_PAIRS = 10_000
MOST_TITLE = 200  # characters


@strawberry.input
class SmallestEffect:
    """The smallest difference in a metric that would change somebody's mind."""

    metric: str = strawberry.field(description="Code of the metric, such as `S1`.")
    effect: float = strawberry.field(description="The difference, above 0, in the metric's unit.")


@strawberry.input
class ComparisonInput:
    """Policies to compare with a baseline in one world, all under the same luck."""

    world: WorldInput = strawberry.field(description="The world.")
    policies: list[PolicyInput] = strawberry.field(description="The policies, 1 to 12, each name once.")
    baseline: PolicyInput | None = strawberry.field(
        default=None, description="What they are compared with; the phone book if not given."
    )
    pairs: int | None = strawberry.field(
        default=None,
        description="Seeds, each lived through under every policy, 2 to 10,000; 12 if not given. With `untilDecided` "
        "the most there may be; 64 if not given.",
    )
    until_decided: bool = strawberry.field(
        default=False, description="Stop at the first planned look at which profit and wasted hours are decided."
    )
    weeks: int | None = strawberry.field(
        default=None, description="Weeks of each run, 1 to 5,200; the world's own if not given."
    )
    seed: Seed = strawberry.field(default=Seed(1), description="Root from which the seeds of the pairs are derived.")
    metrics: list[str] | None = strawberry.field(
        default=None, description="Codes of the metrics to compare, all as headlines; every metric if not given."
    )
    smallest_effects: list[SmallestEffect] | None = strawberry.field(
        default=None, description="Smallest effects of interest that differ from the usual ones."
    )
    unilateral: bool = strawberry.field(
        default=True, description="Also see single shops in and out (X4), without which there are no quadrants."
    )
    title: str = strawberry.field(default="", description="Title for people, up to 200 characters.")


def spec_of(given: ComparisonInput, store: Store) -> ExperimentSpec:
    """The spec of an input; reads the store, so not for the event loop.

    Raises
    ------
    DocumentError: every problem of the world, or of the policies; its ``file`` is world, policies or comparison
    """
    _check_numbers(given)
    world = resolve_world(given.world, store)
    arms = [_arm(f"policies.{number}", policy, store) for number, policy in enumerate(given.policies)]
    return ExperimentSpec(
        world=_cited(world),
        baseline=_cited(
            _of_catalogue(BASELINE, store) if given.baseline is None else _arm("baseline", given.baseline, store)
        ),
        policies=tuple(_cited(arm) for arm in arms),
        yardstick=_cited(_of_catalogue(YARDSTICK, store)),
        pairs=given.pairs,
        until_decided=given.until_decided,
        weeks=given.weeks,
        seed=int(given.seed),
        metrics=None if given.metrics is None else tuple(given.metrics),
        effects={each.metric: each.effect for each in given.smallest_effects or ()},
        unilateral=given.unilateral,
    )


def _of_catalogue(name: str, store: Store) -> Resolved[Policy]:
    found = must_find(POLICY, name, store, path="name")
    return Resolved(document=found.document, ref=found.ref)


def _arm(place: str, given: PolicyInput, store: Store) -> Resolved[Policy]:
    """A policy, its problems told under its place among the arms."""
    try:
        return resolve_policy(given, store)
    except DocumentError as error:
        raise DocumentError(
            "policies",
            [
                Problem(path=f"{place}.{each.path}", expected=each.expected, found=each.found, options=each.options)
                for each in error.problems
            ],
        ) from None


def _cited(resolved: Resolved[Policy] | Resolved[World]) -> Cited:
    return Cited.of(resolved.document, ref=resolved.ref, base=resolved.base, changes=resolved.changes)


def _check_numbers(given: ComparisonInput) -> None:
    """Refuse numbers that no experiment can have, all at once."""
    asked = [
        ("policies", len(given.policies), 1, MOST_POLICIES, "policies"),
        ("pairs", given.pairs, FEWEST_PAIRS, MOST_PAIRS, "pairs"),
        ("weeks", given.weeks, 1, MOST_WEEKS, "weeks"),
        ("title", len(given.title), 0, MOST_TITLE, "characters"),
    ]
    problems = [
        Problem(path=path, expected=f"{low} to {high} {what}", found=str(found))
        for path, found, low, high, what in asked
        if found is not None and not low <= found <= high
    ]
    if problems:
        raise DocumentError("comparison", problems)
