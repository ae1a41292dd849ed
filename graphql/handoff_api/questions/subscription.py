"""The questions' part of Subscription."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.kinds import news_of
from handoff_api.questions.asked import AskedQuestion, QuestionProgress, progress_of

Info = strawberry.Info[Context, None]


@strawberry.type
class QuestionNews:
    """What there is to tell about a question at one moment."""

    progress: QuestionProgress = strawberry.field(description="How it goes.")
    asked: AskedQuestion = strawberry.field(description="The question; with its answer in the last news.")


@strawberry.type
class QuestionSubscription:
    """News of questions."""

    @strawberry.subscription
    async def question_progress(
        self, info: Info, which: Annotated[strawberry.ID, strawberry.argument(name="id", description="Identifier.")]
    ) -> AsyncGenerator[QuestionNews, None]:
        """How one question goes: now, whenever something happens, and last with its answer; then it ends."""
        async for update, record in news_of(info.context, str(which), "question"):
            yield QuestionNews(progress=progress_of(update), asked=AskedQuestion(record=record))
