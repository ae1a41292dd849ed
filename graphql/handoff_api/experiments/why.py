"""The decisions of a week, and the weeks of a shop or a buyer, as the schema has them."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from handoff_api.experiments.decisions import Decision, decision
from handoff_api.experiments.rows import PAGE, checked_page
from handoff_api.experiments.taking import Document, each, taking
from handoff_api.http.cost import list_size
from handoff_experiments.explaining.overview import COUNTED
from handoff_sim.codes import DeclineCode, Maker, NoBid

Routine = Annotated[
    bool | None, strawberry.argument(description="Only those taken for every piece of work, or only the others.")
]


@strawberry.type
class Why:
    """Why a shop or a buyer decided as it did in a week, or everybody about a job."""

    document: strawberry.Private[Document]

    @strawberry.field
    def who(self) -> str:
        """Who was asked, such as `shop 4`; `everybody` about a job."""
        return str(self.document["who"])

    @strawberry.field
    def week(self) -> int:
        """Week, from 0."""
        return int(self.document["week"])

    @strawberry.field
    def total(self, routine: Routine = None) -> int:
        """Decisions of the week, all pages together."""
        return len(self._places(routine))

    @strawberry.field(directives=[list_size(PAGE, slicing=("limit",))])
    def decisions(
        self,
        routine: Routine = None,
        offset: Annotated[int, strawberry.argument(description="Decisions to pass over.")] = 0,
        limit: Annotated[int, strawberry.argument(description="Decisions at most, 1 to 100.")] = PAGE,
    ) -> list[Decision]:
        """Its decisions, the weightiest kinds first, a page of them."""
        pictures = {picture["decision"]: picture for picture in self.document["figures"]}
        checked_page(offset=offset, limit=limit)
        places = self._places(routine)[offset : offset + limit]
        return [decision(self.document["decisions"][place], pictures.get(place)) for place in places]

    def _places(self, routine: bool | None) -> list[int]:
        found = enumerate(self.document["decisions"])
        return [place for place, one in found if routine in (None, one["routine"])]


@strawberry.type
class NamedCount:
    """How often something came up."""

    name: str = strawberry.field(description="Its code or kind, such as `PRICE`.")
    count: int = strawberry.field(description="How often.")


@strawberry.type
class DecidedWeek:
    """What a shop or a buyer decided in one week, counted."""

    week: int = strawberry.field(description="Week, from 0.")
    decisions: int = strawberry.field(description="Decisions of all kinds.")
    quotes_sent: int = strawberry.field(description="Quotes it sent.")
    no_bids: list[NamedCount] = strawberry.field(
        directives=[list_size(len(NoBid) - 1)], description="RFQs it sent no quote for, by reason."
    )
    accepted: int = strawberry.field(description="Offers of other shops' work that it accepted.")
    declined: list[NamedCount] = strawberry.field(
        directives=[list_size(len(DeclineCode) - 1)],
        description="Offers of other shops' work that it declined, by code.",
    )
    makers: list[NamedCount] = strawberry.field(
        directives=[list_size(len(Maker))], description="Operations of its own orders, by who makes them."
    )
    others: list[NamedCount] = strawberry.field(
        directives=[list_size(2 * len(COUNTED))],
        description="Decisions of other kinds, by kind and answer, such as `MEMBERSHIP:yes`.",
    )


def _counts(name: str) -> Any:
    def made(document: Document) -> list[NamedCount]:
        found: Mapping[str, int] = document[name]
        return [NamedCount(name=code, count=count) for code, count in found.items()]

    return made


_week = taking(DecidedWeek, **{name: _counts(name) for name in ("no_bids", "declined", "makers", "others")})
decided_weeks = each(_week, "by_week")
