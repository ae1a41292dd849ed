"""The jobs that tell most about two policies, as the schema has them."""

import strawberry

from handoff_api.experiments.taking import Document, each, taking
from handoff_api.http.cost import list_size
from handoff_api.scalars import Seed


@strawberry.type
class TellingReason:
    """One reason why a job is worth following."""

    code: str = strawberry.field(description="Code of the reason, such as `receiver lost after`.")
    text: str = strawberry.field(description="The reason in words.")


@strawberry.type
class TellingJob:
    """One job that the two policies treated differently."""

    rank: int = strawberry.field(description="Place in the list, from 1.")
    job: str = strawberry.field(description="Name of the job, to follow it by.")
    week: int = strawberry.field(description="Week of its RFQ, from 0.")
    points: int = strawberry.field(description="Points of its reasons, by which the list is ranked.")
    moved_cents: float = strawberry.field(description="Net worth that changed hands, a whole number of cents.")
    reasons: list[TellingReason] = strawberry.field(directives=[list_size(6)], description="Why it is worth following.")


@strawberry.type
class TellingJobs:
    """The jobs that tell most about the difference of a policy and the baseline, with the same luck."""

    seed: Seed = strawberry.field(description="Seed of both futures.")
    weeks: int = strawberry.field(description="Weeks of both futures.")
    policies: list[str] = strawberry.field(
        directives=[list_size(2)], description="Names of the baseline and of the policy."
    )
    jobs: int = strawberry.field(description="Jobs in either future.")
    differing: int = strawberry.field(description="Jobs that left somebody with other money.")
    telling: list[TellingJob] = strawberry.field(directives=[list_size(12)], description="Most telling first.")


def _reasons(document: Document) -> list[TellingReason]:
    found = zip(document["reasons"], document["why"], strict=True)
    return [TellingReason(code=code, text=text) for code, text in found]


telling_jobs = taking(TellingJobs, telling=each(taking(TellingJob, reasons=_reasons), "telling"))
