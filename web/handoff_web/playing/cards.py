"""A decision as a card: who asks what, the few terms that matter, what the rational shop would do and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, MakerCase, QuoteRequest
from handoff_sim.codes import Depth, Maker, Membership
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.names import job_name
from handoff_sim.playing import words
from handoff_sim.playing.answers import KIND_OF, priced
from handoff_sim.playing.words import money


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as lines of text."""

    kind: str
    title: str
    facts: tuple[str, ...]
    advice: str
    why: str


def card_of(case: Case) -> Card:
    """The card of a case."""
    title, facts = FRONTS.get(KIND_OF[type(case)], _plain)(case)
    return Card(
        kind=KIND_OF[type(case)],
        title=title,
        facts=tuple(facts),
        advice=words.advised(case),
        why=words.reason(case),
    )


Front = tuple[str, list[str]]


def _quote(case: QuoteRequest) -> Front:
    own = "all of it your own work" if case.production >= case.base_cost else f"your own work {money(case.production)}"
    facts = [
        f"usual price {money(case.reference_value)}",
        f"cost {money(case.base_cost)} ({own})",
        f"wanted in {case.lead_required_weeks:g} weeks, you can in {case.lead_weeks:g}",
        f"{case.load_weeks:.1f} weeks of work ahead",
    ]
    if case.completeness < 1.0:
        facts.append(f"packet {case.completeness:.0%} there")
    return f"Buyer {case.other} asks for a quote on {job_name(case.job)}", facts


def _respond(case: HandoffOffer) -> Front:
    risk = case.packet_liability + case.workmanship_liability + case.packet_risk + case.other_risk
    facts = [
        f"pays {money(case.transfer)}",
        f"making it costs {money(case.production)}",
        f"keeps {money(case.opportunity)} of other work off the machines",
        f"risk {money(risk)}",
        f"{case.lead_weeks:g} weeks left, you need {case.promised_weeks:.1f}",
        f"packet {words.packet_of(case)}",
    ]
    binding = "a yes binds" if case.is_binding else "it may still choose another"
    how = f"{words.CHANNELS[case.channel]}; {binding}"
    name = job_name(case.job)
    return f"Shop {case.other} offers you {case.work_hours:.0f} h of work on {name} ({how})", facts


def _hand_off(case: MakerCase) -> Front:
    ways = []
    if case.make < IMPOSSIBLE:
        wanted = f", of that {money(case.opportunity)} other work" if case.opportunity >= 1 else ""
        ways.append(f"m: in house {money(case.make)}{wanted}, done in {case.promised_weeks:.1f} weeks")
    deal = f"pay {money(case.transfer)}, the rest is risk and trouble"
    ways.append(f"h: shop {case.other} {words.CHANNELS[case.channel]} {money(case.deal)} ({deal})")
    if case.outside < IMPOSSIBLE:
        ways.append(f"o: outside processor {money(case.outside)}")
    return f"Who makes an operation of your job {job_name(case.job)}, due in {case.lead_weeks:g} weeks?", ways


def _review(case: ReviewCase) -> Front:
    gain = f"believed gain {money(case.gain_mean)} per machine-week, from {case.gain_n:.1f} observations"
    cost = f"membership costs {money(case.running)}, and control worth {money(case.autonomy * case.discipline)}"
    if case.membership == Membership.MEMBER:
        return f"You have been a member for {case.tenure_weeks} weeks. Stay?", [gain, cost]
    state = "Your trial is over. Join for good?" if case.membership == Membership.TRIAL else "Join the network?"
    return state, [gain, f"cautiously {money(case.lower_bound)}", cost, f"joining must bring {money(case.hurdle)}"]


def _plain(case: Case) -> Front:
    """Any other case: its first terms, as they are."""
    about = f", job {job_name(case.job)}" if case.job else ""
    shown = [f"{label} {value}" for label, value in words.every_term(case)[1:5]]
    return f"{words.KINDS.get(KIND_OF[type(case)], KIND_OF[type(case)]).capitalize()}{about}", shown


FRONTS: dict[str, Callable[[Any], Front]] = {
    "quote": _quote,
    "respond": _respond,
    "hand_off": _hand_off,
    "review": _review,
}


def choice_said(case: Case, answer: Any) -> str | None:
    """What a choice of one's own means by the rule's figures; None where there is nothing to add."""
    if isinstance(case, QuoteRequest) and answer.is_sent and answer.price != case.rational().price:
        depth = Depth(answer.depth)
        at_best = priced(case, case.rational().price)
        own = priced(case, answer.price, depth)
        return (
            f"{money(answer.price)}: wins {own.win_probability:.0%} of the time, expects {money(own.gain)} "
            f"({money(at_best.price)}: {at_best.win_probability:.0%}, {money(at_best.gain)})"
        )
    if isinstance(case, MakerCase) and answer != case.rational():
        costs = {Maker.IN_HOUSE: case.make, Maker.RECEIVER: case.deal, Maker.OUTSIDE: case.outside}
        return f"costs {money(costs[answer] - costs[case.rational()])} more than advised"
    return None


def terms_of(case: Case) -> list[tuple[str, str]]:
    """Everything the rule knows about a case, and the full key of its job."""
    which = [("job", str(case.job))] if case.job else []
    return [*words.every_term(case), *which]
