"""Why a shop decided as it did, as data that leaves a worker: the document of ``handoff why``, and its pictures."""

from collections.abc import Iterable
from typing import Any

from handoff_experiments.bad_question import BadQuestion, documents_checked
from handoff_experiments.documents import Named, policy_document, world_document
from handoff_experiments.explaining.asked import Asked
from handoff_experiments.explaining.naming import is_job
from handoff_experiments.figures.as_json import figure_document
from handoff_experiments.figures.why import why
from handoff_experiments.plain import plain
from handoff_sim.names import job_name
from handoff_sim.run import Run


def explain_week(
    world: Named,
    policy: Named,
    *,
    seed: int,
    weeks: int | None = None,
    shop: int | None = None,
    buyer: int | None = None,
    week: int,
    kinds: Iterable[str] = (),
    job: str | None = None,
    figures: bool = True,
) -> dict[str, Any]:
    """The decisions of one shop or buyer in one week; the run is lived through up to that week.

    The document of ``handoff why --json``, with ``figures``: for each weighty decision a picture ``why-N``, where N,
    also its ``decision``, is its place among the decisions.
    Parameters: ``weeks`` horizon, None for the world's own; ``kinds`` of decision to keep, all if none is named;
    ``job`` to keep, by name, its beginning, or key.
    Raises BadQuestion: a shop, buyer, week, kind or job that is not there, or a policy that does not fit the world.
    """
    with documents_checked():
        asked = Asked.of(
            world_document(world), policy_document(policy),
            seed=seed, shop=shop, buyer=buyer, week=week, weeks=weeks, kinds=kinds, job=job,
        )  # fmt: skip
        return _answer(asked, figures)


def explain_job(
    world: Named, policy: Named, *, seed: int, weeks: int | None = None, week: int, job: str, figures: bool = True
) -> dict[str, Any]:
    """Every decision about one job in one week, whoever took it; the run is lived through up to that week.

    A document like that of `explain_week`, with ``job`` in place of the shop.
    Raises BadQuestion: a week or job that is not there, or a policy that does not fit the world.
    """
    with documents_checked():
        documents = world_document(world), policy_document(policy)
        return _answer(Asked.of_job(*documents, seed=seed, job=job, week=week, weeks=weeks), figures)


def _answer(asked: Asked, figures: bool) -> dict[str, Any]:
    run = asked.live(asked.simulation())
    if asked.job is not None:
        _check_job(run, asked.job)
    found = asked.explained(run)
    drawn = [(number, one) for number, one in enumerate(found) if figures and not one.is_routine]
    pictures = [figure_document(f"why-{number}", why(one)) | {"decision": number} for number, one in drawn]
    document: dict[str, Any] = plain(asked.week_answer(run, found) | {"figures": pictures})
    return document


def shop_weeks(
    world: Named,
    policy: Named,
    *,
    seed: int,
    weeks: int | None = None,
    shop: int | None = None,
    buyer: int | None = None,
) -> dict[str, Any]:
    """The weeks in which a shop or buyer decided something, counted: the document of ``handoff why --json``.

    Raises BadQuestion: a shop or buyer that is not there, or a policy that does not fit the world.
    """
    with documents_checked():
        asked = Asked.of(world_document(world), policy_document(policy), seed=seed, shop=shop, buyer=buyer, weeks=weeks)
        run = asked.live(asked.simulation())
    document: dict[str, Any] = plain(asked.weeks_answer(run, asked.counted(run)))
    return document


def _check_job(run: Run, text: str) -> None:
    """Refuse a job that nobody has asked for by then."""
    keys = run.records.jobs["key"].tolist()
    if not any(is_job(text, key) for key in keys):
        few = [job_name(key) for key in keys[-3:]]
        raise BadQuestion("job", "the name of a job asked for by then, its beginning, or its key", text, few)
