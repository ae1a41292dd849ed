"""Questions about single runs of kept experiments: a run is lived through once more, with everything recorded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handoff_experiments.bad_question import BadQuestion, chosen, in_range
from handoff_experiments.recording import (
    Recording,
    explain_job,
    explain_week,
    follow_job,
    record,
    shop_weeks,
    telling_jobs,
)
from handoff_experiments.service.desk import Desk
from handoff_experiments.service.spec import ExperimentSpec
from handoff_experiments.store import ExperimentRecord, StoredRun


class SingleRuns:
    """A desk's single runs; every method blocks until a worker has answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def recording(self, run: StoredRun) -> Recording:
        """The run with its events, ledger, shops and buyers; made where there is none, kept while it is in use.

        Raises:
            BadQuestion: The run cannot be lived through again: it broke, is a twin of X4, or of another model.
            StoreError
        """
        return self._desk.recordings.get(run.key, lambda folder: self._record(run, folder))

    def week(
        self, run: StoredRun, *, shop: int | None, buyer: int | None, week: int, kinds: Sequence[str], job: str | None
    ) -> dict[str, Any]:
        """Every decision of a shop or a buyer in a week, as `handoff why --json` tells it, with its pictures.

        Raises:
            BadQuestion: There is no such shop, buyer, week, kind or job; and as for `recording`.
        """
        world, policy = self._documents(run)
        asked: dict[str, Any] = {"shop": shop, "buyer": buyer, "week": week, "kinds": tuple(kinds), "job": job}
        key = ("week", run.key, *asked.values())
        future = self._desk.ask(key, explain_week, world, policy, seed=run.seed, weeks=run.weeks, **asked)
        return future.result()

    def job(self, run: StoredRun, *, week: int, job: str) -> dict[str, Any]:
        """Every decision about a job in a week, whoever took it.

        Raises:
            BadQuestion: There is no such week or job; and as for `recording`.
        """
        world, policy = self._documents(run)
        key = ("job", run.key, week, job)
        return self._desk.ask(
            key, explain_job, world, policy, seed=run.seed, weeks=run.weeks, week=week, job=job
        ).result()

    def weeks(self, run: StoredRun, *, shop: int | None, buyer: int | None) -> dict[str, Any]:
        """The weeks of a shop or a buyer, their decisions counted.

        Raises:
            BadQuestion: There is no such shop or buyer; and as for `recording`.
        """
        world, policy = self._documents(run)
        key = ("weeks", run.key, shop, buyer)
        return self._desk.ask(
            key, shop_weeks, world, policy, seed=run.seed, weeks=run.weeks, shop=shop, buyer=buyer
        ).result()

    def follow(self, record: ExperimentRecord, policy: str, *, position: int, job: str) -> dict[str, Any]:
        """One job under the baseline and a policy of an experiment.

        Args:
            record: The experiment.
            policy: Name of the policy.
            position: Place of the seed, from 0.
            job: Name of the job.

        Raises:
            BadQuestion: There is no such policy, seed or job, or another model made the experiment.
        """
        documents, asked = self._two_lives(record, policy, position)
        key = ("follow", *(document.content_hash for document in documents), *asked.values(), job)
        return self._desk.ask(key, follow_job, *documents, **asked, job=job).result()

    def telling(self, record: ExperimentRecord, policy: str, *, position: int) -> dict[str, Any]:
        """The jobs that tell most about a policy of an experiment and its baseline; arguments as for `follow`.

        Raises:
            BadQuestion: There is no such policy or seed, or another model made the experiment.
        """
        documents, asked = self._two_lives(record, policy, position)
        key = ("telling", *(document.content_hash for document in documents), *asked.values())
        return self._desk.ask(key, telling_jobs, *documents, **asked).result()

    def _two_lives(
        self, record: ExperimentRecord, policy: str, position: int
    ) -> tuple[tuple[Any, Any, Any], dict[str, Any]]:
        """World, baseline and policy; seed and weeks."""
        if "model" in record.versions:  # it has ended
            self._made_by_this_model("experiment", record.versions["model"])
        question = ExperimentSpec.model_validate(record.spec).question()
        seed = question.seeds[in_range("position", position, 0, len(question.seeds) - 1)]
        policies = {each.name: each for each in question.policies}
        after = policies[chosen("policy", policy, policies)]
        return (question.world, question.baseline, after), {"seed": seed, "weeks": question.weeks}

    def _record(self, run: StoredRun, folder: Path) -> None:
        world, policy = self._documents(run)
        key, expected = ("recording", run.key), run.events_sha256
        made = self._desk.ask(key, record, world, policy, run.seed, run.weeks, folder, events_sha256=expected)
        made.result()
        self._desk.forget(key)  # the answer is the folder, which may be removed

    def _documents(self, run: StoredRun) -> tuple[Any, Any]:
        """The world and policy of a run that can be lived through again."""
        store = self._desk.store
        if not run.finished:
            raise BadQuestion("run", "a run that ended", "one that broke")
        if run.forced is not None:
            raise BadQuestion("run", "a run in which everybody decides", "a twin of X4, with membership prescribed")
        self._made_by_this_model("run", run.model_version)
        world = store.documents.with_content("world", run.world_hash)
        policy = store.documents.with_content("policy", run.policy_hash)
        if world is None or policy is None:
            raise BadQuestion("run", "a run whose world and policy are kept", "one without them")
        return world, policy

    def _made_by_this_model(self, what: str, version: str) -> None:
        ours = self._desk.store.runs.model_version
        if version != ours:
            article = "an" if what == "experiment" else "a"
            raise BadQuestion(what, f"{article} {what} of the model {ours}", version)
