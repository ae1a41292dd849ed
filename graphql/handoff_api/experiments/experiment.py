"""An experiment as the schema has it: what was asked, how it goes, what came out."""

from collections.abc import Mapping
from typing import Annotated, Any, get_args

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.asked import AskedOptions, CitedDocument, asked_options, cited_document
from handoff_api.experiments.contrasts import Contrast, contrast_of
from handoff_api.experiments.deals import (
    MultiRunFigure,
    Provenance,
    Quadrants,
    figures_of,
    provenance_of,
    quadrants_of,
)
from handoff_api.experiments.following import Following, following
from handoff_api.experiments.pictures import Figure
from handoff_api.experiments.progress import Progress, progress_of
from handoff_api.experiments.recorded import Recorded
from handoff_api.experiments.rows import MOST_ROWS
from handoff_api.experiments.runs import RunConnection, answered, connection
from handoff_api.experiments.telling import TellingJobs, telling_jobs
from handoff_api.http.cost import cost, list_size
from handoff_api.http.errors import Code, refusal
from handoff_api.scalars import Seed
from handoff_api.storing import reading
from handoff_experiments.figures import FIGURES
from handoff_experiments.sentences import Audience
from handoff_experiments.service import ExperimentSpec, SingleRuns, Status
from handoff_experiments.service.exports import EXPORTS
from handoff_experiments.service.results import NoResult
from handoff_experiments.service.script import script
from handoff_experiments.store import ExperimentRecord, Role
from handoff_sim.policy import DocumentError

Info = strawberry.Info[Context, None]
PolicyName = Annotated[str | None, strawberry.argument(description="Only this policy, by name.")]
Against = Annotated[str, strawberry.argument(description="Name of the policy that is set against the baseline.")]
Position = Annotated[int, strawberry.argument(description="Place of the seed, from 0.")]
TWO_LIVES = cost(1000)  # two runs are lived through once more


@strawberry.type
class Sentence:
    """The verdict in words for one kind of reader."""

    audience: str = strawberry.field(description="Who is spoken to, such as `small shop`.")
    text: str = strawberry.field(description="The verdict.")


@strawberry.type
class Export:
    """A file that a result can be had as."""

    name: str = strawberry.field(description="Name of the file, such as `contrasts.parquet`.")
    meaning: str = strawberry.field(description="What is in it.")
    media_type: str = strawberry.field(description="Media type it is sent with.")
    path: str = strawberry.field(description="Where this server has it, to be asked for with GET.")


@strawberry.type
class NullCheck:
    """The baseline against itself, run once more: anything but exactly zero is a defect."""

    pairs: int = strawberry.field(description="Seeds that were run twice.")
    largest_difference: float | None = strawberry.field(description="Over all metrics and shops; 0 if all is well.")
    exact: bool = strawberry.field(description="Whether both futures were the same to the last bit.")


@strawberry.type
class Experiment(Recorded):
    """Policies compared with a baseline in one world, all under the same luck."""

    @strawberry.field
    def progress(self, info: Info) -> Progress:
        """How it goes at this moment."""
        return progress_of(info.context.desk.update_of(self.record))

    @strawberry.field
    def stopped(self) -> str | None:
        """Why it ended where it did, in words; null without a result."""
        return self.record.stopped

    @strawberry.field(directives=[list_size(10)])
    def exports(self) -> list[Export]:
        """Files that its result can be had as; none without a result."""
        if self.record.result_sha256 is None:
            return []
        return [
            Export(
                name=export.name,
                meaning=f"{export.meaning}.",
                media_type=export.media_type,
                path=f"/experiments/{self.record.id}/{export.name}",
            )
            for export in EXPORTS.values()
        ]

    @strawberry.field
    def world(self) -> CitedDocument:
        """The world."""
        return cited_document(self._spec.world)

    @strawberry.field
    def baseline(self) -> CitedDocument:
        """What the policies are compared with."""
        return cited_document(self._spec.baseline)

    @strawberry.field(directives=[list_size(12)])
    def policies(self) -> list[CitedDocument]:
        """The policies that are compared with it."""
        return [cited_document(each) for each in self._spec.policies]

    @strawberry.field
    def options(self) -> AskedOptions:
        """Options as they were given; with the documents all that is needed to ask the same again."""
        return asked_options(self._spec)

    @strawberry.field(directives=[list_size(12)])
    def pictures(self) -> list[str]:
        """Names of its pictures, in the order in which they tell the story; none without a result."""
        return [] if self.record.result_sha256 is None else list(FIGURES)

    @strawberry.field(directives=[cost(5)])
    def python(self) -> str | None:
        """A script that makes it again without a server, to the same result; null where its documents are too old."""
        whole = self.record.status == Status.FINISHED  # what was called off is not called off again
        try:
            return script(
                self._spec, title=self.record.title, result_sha256=self.record.result_sha256 if whole else None
            )
        except DocumentError:
            return None

    @strawberry.field
    def seed(self) -> Seed:
        """Root from which the seeds of the pairs are derived."""
        return Seed(self._spec.seed)

    @strawberry.field(directives=[list_size(200)])
    async def contrasts(
        self,
        info: Info,
        policy: PolicyName = None,
        headline: Annotated[bool | None, strawberry.argument(description="Only headline metrics, or only others.")] = (
            None
        ),
    ) -> list[Contrast]:
        """Every policy in every metric with a better direction; empty without a result."""
        result = await self._result(info)
        return [
            contrast_of(part)
            for part in result.get("contrasts", ())
            if policy in (None, part["policy"]) and headline in (None, part["headline"])
        ]

    @strawberry.field(directives=[list_size(90)])
    async def described(self, info: Info, policy: PolicyName = None) -> list[Contrast]:
        """Every policy in every metric without a better direction: differences, and no verdict."""
        result = await self._result(info)
        return [contrast_of(part) for part in result.get("described", ()) if policy in (None, part["policy"])]

    @strawberry.field(directives=[list_size(20)])
    async def quadrants(self, info: Info, policy: PolicyName = None) -> list[Quadrants]:
        """Where shops stand under each policy; empty without a result, and where X4 was not asked for."""
        return [each for each in quadrants_of(await self._result(info)) if policy in (None, each.policy)]

    @strawberry.field(directives=[list_size(30)])
    async def multi_run_figures(self, info: Info) -> list[MultiRunFigure]:
        """Figures that take several runs of a seed: D3, D4, X1, X3, X5, X7; empty without a result."""
        return figures_of(await self._result(info))

    @strawberry.field
    async def provenance(self, info: Info) -> Provenance | None:
        """What the result rests on; null without one."""
        result = await self._result(info)
        return provenance_of(result, self.record.result_sha256 or "") if result else None

    @strawberry.field(directives=[list_size(len(Audience))])
    async def sentences(self, info: Info) -> list[Sentence]:
        """The verdict in words, by audience; empty without a result."""
        result = await self._result(info)
        return [Sentence(audience=name, text=text) for name, text in result.get("sentences", {}).items()]

    @strawberry.field
    async def null_check(self, info: Info) -> NullCheck | None:
        """The baseline against itself; null without a result."""
        found = (await self._result(info)).get("null")
        names = ("pairs", "largest_difference", "exact")
        return None if found is None else NullCheck(**{name: found[name] for name in names})

    @strawberry.field(directives=[cost(200)])
    async def figure(
        self, info: Info, name: Annotated[str, strawberry.argument(description="Such as `quadrants` or `forest`.")]
    ) -> Figure:
        """One picture of the result; the same as in the report."""
        try:
            return Figure(**await reading(info.context.desk.results.figure, await self._whole(info), name))
        except (NoResult, ValueError) as error:
            raise refusal(str(error), Code.BAD_USER_INPUT) from None

    @strawberry.field(directives=[list_size(1, slicing=("first",), sized=("edges",))])
    async def runs(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="Runs at most, 1 to 100.")] = 50,
        after: Annotated[str | None, strawberry.argument(description="Cursor of the run before the page.")] = None,
        role: Annotated[str | None, strawberry.argument(description="Only these: arm, null, yardstick, twin.")] = None,
        policy: PolicyName = None,
        finished: Annotated[bool | None, strawberry.argument(description="Only those that ended, or broke.")] = None,
    ) -> RunConnection:
        """Its runs, by role, policy and seed; also those that broke, with the reason."""
        names = [str(cited.document.get("name")) for cited in self._spec.cited]
        if not 1 <= first <= MOST_ROWS:
            raise refusal(f"first: expected 1 to {MOST_ROWS}; found {first}", Code.BAD_USER_INPUT)
        if role is not None and role not in get_args(Role):
            raise refusal(f"role: expected one of {', '.join(get_args(Role))}; found {role}", Code.BAD_USER_INPUT)
        if policy is not None and policy not in names:
            raise refusal(f"policy: expected one of {', '.join(names)}; found {policy}", Code.BAD_USER_INPUT)
        wanted: dict[str, Any] = {"role": role, "finished": finished}
        wanted["arm"] = None if policy is None else names.index(policy)
        kept = info.context.store.experiments
        try:
            page = await reading(kept.runs_of, self.record.id, first=first, after=after, **wanted)
        except ValueError as error:  # a cursor that is none
            raise refusal(str(error), Code.BAD_USER_INPUT) from None
        total = await reading(kept.count_runs, self.record.id, **wanted)
        return connection(page, names, total=total, is_first=after is None)

    @strawberry.field(directives=[TWO_LIVES])
    async def follow(
        self,
        info: Info,
        policy: Against,
        job: Annotated[str, strawberry.argument(description="Name of the job, or the beginning of it.")],
        position: Position = 0,
    ) -> Following:
        """A job's two lives, under the baseline and under a policy, as `handoff follow` tells them."""
        follow = SingleRuns(info.context.desk).follow
        return following(await answered(follow, self.record, policy, position=position, job=job))

    @strawberry.field(directives=[TWO_LIVES])
    async def telling_jobs(self, info: Info, policy: Against, position: Position = 0) -> TellingJobs:
        """The jobs that tell most about a policy and the baseline, as `handoff follow --most-different` lists them."""
        telling = SingleRuns(info.context.desk).telling
        return telling_jobs(await answered(telling, self.record, policy, position=position))

    @property
    def _spec(self) -> ExperimentSpec:
        return ExperimentSpec.model_validate(self.record.spec)

    async def _whole(self, info: Info) -> ExperimentRecord:
        """The record with its result, which lists leave out."""
        if self.record.result is None and self.record.result_sha256 is not None:
            self.record = await reading(info.context.desk.record, self.record.id)
        return self.record

    async def _result(self, info: Info) -> Mapping[str, Any]:
        return (await self._whole(info)).result or {}
