"""One job under two policies, as plain data that leaves a worker: the document of ``handoff follow``, with pictures."""

from typing import Any

from handoff_experiments.bad_question import BadQuestion, documents_checked, in_range
from handoff_experiments.documents import Named, name_for_two, policy_document, world_document
from handoff_experiments.figures.as_json import figure_document
from handoff_experiments.figures.paths import paths
from handoff_experiments.figures.ties import ties_around
from handoff_experiments.following import Pair, follow_or_suggest, live_twice, most_different
from handoff_experiments.following.document import following_document, ranking_document, told_document
from handoff_experiments.plain import plain

MOST_LISTED = 1000


def follow_job(
    world: Named, before: Named, after: Named, *, seed: int, weeks: int | None = None, job: str
) -> dict[str, Any]:
    """The same job under two policies with the same luck: two lives, where they part and why, the money that moved.

    The document of ``handoff follow --json``, with ``told``: the same in words, and ``figures``: paths and ties.
    Parameters: ``job`` by name, a unique beginning of it, or key.
    Raises BadQuestion: no job, or several, go by that name, whose options are jobs worth following; two policies of one
    name; a policy that does not fit the world.
    """
    pair = _pair(world, before, after, seed=seed, weeks=weeks, decisions=True)
    found = follow_or_suggest(pair, job)
    pictures = [figure_document("paths", paths(found)), figure_document("ties", ties_around(found, pair))]
    document: dict[str, Any] = plain(following_document(found) | {"told": told_document(found), "figures": pictures})
    return document


def telling_jobs(
    world: Named, before: Named, after: Named, *, seed: int, weeks: int | None = None, top: int = 12
) -> dict[str, Any]:
    """The jobs that tell most about the difference of two policies: what ``handoff follow --most-different`` gives.

    Raises BadQuestion: ``top`` out of range; two policies of one name; a policy that does not fit the world.
    """
    in_range("top", top, 1, MOST_LISTED)
    pair = _pair(world, before, after, seed=seed, weeks=weeks, decisions=False)
    document: dict[str, Any] = plain(ranking_document(most_different(pair, top=top)))
    return document


def _pair(world: Named, before: Named, after: Named, *, seed: int, weeks: int | None, decisions: bool) -> Pair:
    with documents_checked():
        policies = [policy_document(before), policy_document(after)]
        if name := name_for_two(policies):
            raise BadQuestion("policies", "two names for two policies", f"{name} twice")
        return live_twice(world_document(world), policies, seed=seed, weeks=weeks, decisions=decisions)
