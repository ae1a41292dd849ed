"""The questions' part of Query."""

from typing import Annotated

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.kinds import listed
from handoff_api.experiments.progress import ExperimentStatus
from handoff_api.experiments.rows import MOST_ROWS
from handoff_api.http.cost import list_size
from handoff_api.questions.asked import AskedQuestion
from handoff_api.questions.question import Question, catalogue_questions
from handoff_api.questions.sweep import Uncertainty, usual_uncertainties
from handoff_api.storing import reading

Info = strawberry.Info[Context, None]


@strawberry.type
class AskedQuestionPage:
    """Some questions that were asked, the newest first."""

    questions: list[AskedQuestion] = strawberry.field(directives=[list_size(MOST_ROWS)], description="The questions.")
    end_cursor: str | None = strawberry.field(description="Where the next page begins; null for an empty page.")
    more: bool = strawberry.field(description="Whether others follow.")
    total: int = strawberry.field(description="How many there are in all, with the same filters.")


@strawberry.type
class QuestionQuery:
    """Questions there are, and questions that were asked."""

    @strawberry.field(directives=[list_size(20)])
    def questions(self) -> list[Question]:
        """Questions that come with an experiment, in the order of their numbers; `startQuestion` asks them."""
        return catalogue_questions()

    @strawberry.field(directives=[list_size(30)])
    def uncertainties(self) -> list[Uncertainty]:
        """What nobody knows about a region, as ranges with their sources; `startSweep` samples them."""
        return usual_uncertainties()

    @strawberry.field
    async def asked_question(
        self, info: Info, which: Annotated[strawberry.ID, strawberry.argument(name="id", description="Its identifier.")]
    ) -> AskedQuestion | None:
        """The question of that identifier that was asked; null if there is none."""
        record = await reading(info.context.store.experiments.get, str(which))
        return None if record is None or record.kind != "question" else AskedQuestion(record=record)

    @strawberry.field
    async def asked_questions(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="Questions at most, 1 to 100.")] = 20,
        after: Annotated[str | None, strawberry.argument(description="`endCursor` of the page before.")] = None,
        status: Annotated[
            list[ExperimentStatus] | None, strawberry.argument(description="Only those that stand there.")
        ] = None,
        text: Annotated[
            str | None,
            strawberry.argument(description="Only those whose title has all these words in it, or parts of words."),
        ] = None,
    ) -> AskedQuestionPage:
        """Questions that were asked, the newest first, page by page."""
        page, total = await listed(info.context.store, "question", first, after, status, text)
        return AskedQuestionPage(
            questions=[AskedQuestion(record=record) for record in page.rows],
            end_cursor=page.end,
            more=page.more,
            total=total,
        )
