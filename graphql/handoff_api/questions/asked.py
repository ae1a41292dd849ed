"""A question that was asked, as the schema has it: how it goes, and what came out."""

from collections.abc import Mapping
from typing import Any

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.deals import Version
from handoff_api.experiments.experiment import Export
from handoff_api.experiments.progress import ExperimentStatus
from handoff_api.experiments.recorded import Recorded
from handoff_api.http.cost import list_size
from handoff_api.questions.answer import Answer
from handoff_api.questions.question import Question, QuestionSize
from handoff_api.storing import reading
from handoff_experiments.service import AskedSpec, Status, Update
from handoff_experiments.service.answer_exports import answer_files

Info = strawberry.Info[Context, None]


@strawberry.type
class QuestionProgress:
    """How a question goes at one moment."""

    status: ExperimentStatus = strawberry.field(description="Where it stands.")
    world: str = strawberry.field(description="The world that is at work; empty before the first and for one kept.")
    world_number: int = strawberry.field(description="Its number, from 1; 0 where none is at work.")
    worlds: int = strawberry.field(description="Worlds there are; 0 where that is not known any more.")
    stage: str = strawberry.field(description="What is being run there, such as arms or null.")
    done: int = strawberry.field(description="Runs that are made, or were found kept.")
    total: int = strawberry.field(description="Runs of all worlds.")
    broken: int = strawberry.field(description="Runs that broke; they are kept as records and left out.")
    note: str = strawberry.field(description="The last run that broke, in words.")
    seconds: float = strawberry.field(description="Seconds since it started.")
    seconds_left: float | None = strawberry.field(description="Seconds left at the pace so far; null if unknown.")


@strawberry.type
class AskedQuestion(Recorded):
    """A question that was asked in one of its sizes."""

    @strawberry.field
    def question(self) -> Question | None:
        """The question as it was asked; null where it has keys that this version of Handoff does not know."""
        spec = self._spec
        try:
            return Question(file=spec.described(), written=spec.toml)
        except ValueError:
            return None

    @strawberry.field
    def size(self) -> QuestionSize:
        """How much is run for it."""
        return QuestionSize(self._spec.size)

    @strawberry.field
    def progress(self, info: Info) -> QuestionProgress:
        """How it goes at this moment."""
        return progress_of(info.context.desk.update_of(self.record))

    @strawberry.field
    def asked_hash(self) -> str:
        """SHA-256 of what was asked, catalogue and model included: who asks the same is given this one."""
        return self.record.content_hash or ""

    @strawberry.field(directives=[list_size(12)])
    def versions(self) -> list[Version]:
        """Versions of all parts that it was answered with; empty before it ended."""
        return [Version(name=name, version=version) for name, version in self.record.versions.items()]

    @strawberry.field
    async def answer(self, info: Info) -> Answer | None:
        """What came out; null without a result. One that was called off has the worlds that were finished."""
        kept = await self._kept(info)
        return None if kept is None else Answer(kept=kept)

    @strawberry.field(directives=[list_size(5)])
    async def exports(self, info: Info) -> list[Export]:
        """Files that its answer can be had as; none without a result."""
        kept = await self._kept(info)
        return [
            Export(
                name=each.name,
                meaning=f"{each.meaning}.",
                media_type=each.media_type,
                path=f"/questions/{self.record.id}/{each.name}",
            )
            for each in (answer_files(kept).values() if kept else ())
        ]

    async def _kept(self, info: Info) -> Mapping[str, Any] | None:
        """The result, which lists leave out."""
        if self.record.result is None and self.record.result_sha256 is not None:
            self.record = await reading(info.context.desk.record, self.record.id)
        return self.record.result

    @property
    def _spec(self) -> AskedSpec:
        return AskedSpec.model_validate(self.record.spec)


def progress_of(update: Update) -> QuestionProgress:
    """The state of a question."""
    names = ("world", "world_number", "worlds", "stage", "done", "total", "broken", "note", "seconds", "seconds_left")
    return QuestionProgress(
        status=ExperimentStatus(str(Status(update.status))), **{name: getattr(update, name) for name in names}
    )
