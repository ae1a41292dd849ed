"""What a comparison may ask for in numbers, so that a page can refuse where it is typed."""

import strawberry

from handoff_api.experiments.inputs import FEWEST_PAIRS, MOST_PAIRS, MOST_POLICIES, MOST_TITLE, MOST_WEEKS
from handoff_api.scalars import HIGHEST_SEED, Seed
from handoff_experiments.question import DEFAULT_PAIRS
from handoff_experiments.statistics.sequential import MOST_PAIRS as MOST_UNTIL_DECIDED


@strawberry.type
class ComparisonLimits:
    """The numbers that `ComparisonInput` takes, and those it takes where none is given."""

    most_policies: int = strawberry.field(description="Policies at most; 1 at least.")
    fewest_pairs: int = strawberry.field(description="Pairs at least.")
    most_pairs: int = strawberry.field(description="Pairs at most.")
    usual_pairs: int = strawberry.field(description="Pairs where none are given.")
    usual_pairs_until_decided: int = strawberry.field(
        description="Pairs there may be with `untilDecided` where none are given."
    )
    most_weeks: int = strawberry.field(description="Weeks of each run at most; 1 at least.")
    highest_seed: Seed = strawberry.field(description="Highest seed; 0 is the lowest.")
    longest_title: int = strawberry.field(description="Characters of a title at most.")


@strawberry.type
class LimitsQuery:
    """The part of Query about what may be asked."""

    @strawberry.field
    def comparison_limits(self) -> ComparisonLimits:
        """The numbers that a comparison may ask for."""
        return ComparisonLimits(
            most_policies=MOST_POLICIES,
            fewest_pairs=FEWEST_PAIRS,
            most_pairs=MOST_PAIRS,
            usual_pairs=DEFAULT_PAIRS,
            usual_pairs_until_decided=MOST_UNTIL_DECIDED,
            most_weeks=MOST_WEEKS,
            highest_seed=Seed(HIGHEST_SEED),
            longest_title=MOST_TITLE,
        )
