"""The policy's fields as the questions a policy designer asks: a card each, its most important fields first.

A path here is a field's, or a vector's as a whole. A page shows the ``main`` ones and folds the others away.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handoff_sim.policy.declare import NONE
from handoff_sim.policy.document import Policy
from handoff_sim.policy.registry import FieldInfo, fields_of

FEWEST_MAIN, MOST_MAIN = 3, 6


@dataclass(frozen=True, kw_only=True)
class Card:
    """One question a policy answers.

    Parameters
    ----------
    id: short name, one word or two
    question: in plain words, for the owner of a shop
    summary: what its fields settle, in a sentence
    main: paths of the fields that matter most, in the order of importance
    others: paths of its other fields, in the order of importance
    """

    id: str
    question: str
    summary: str
    main: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Its fields and vectors, in the order of importance."""
        return (*self.main, *self.others)

    @property
    def fields(self) -> tuple[FieldInfo, ...]:
        """Its fields in the order of importance, the items of a vector in theirs."""
        place = {path: number for number, path in enumerate(self.paths)}
        found = [info for info in fields_of(Policy) if _path(info) in place]
        return tuple(sorted(found, key=lambda info: place[_path(info)]))

    @property
    def seed_questions(self) -> tuple[str, ...]:
        """The paper's questions that its fields bear on, Q1 to Q6, that of its most important field first."""
        return tuple(dict.fromkeys(info.question for info in self.fields if info.question != NONE))


def faults(cards: Sequence[Card]) -> tuple[str, ...]:
    """What is wrong with a set of cards: a field on none of them or on two, a name nobody knows, too many to show."""
    return tuple(_faults(cards))


def _faults(cards: Sequence[Card]) -> Iterator[str]:
    known = dict.fromkeys(map(_path, fields_of(Policy)))
    times = Counter(path for card in cards for path in card.paths)
    yield from (f"{path}: expected on one card; found on none" for path in known if path not in times)
    yield from (f"{path}: expected a field or a vector of the policy" for path in times if path not in known)
    yield from (f"{path}: expected on one card; found {count} times" for path, count in times.items() if count > 1)
    for card in cards:
        if not FEWEST_MAIN <= len(card.main) <= MOST_MAIN:
            yield f"{card.id}: expected {FEWEST_MAIN} to {MOST_MAIN} main fields; found {len(card.main)}"


def _path(info: FieldInfo) -> str:
    return info.vector or info.path


CARDS = (
    Card(
        id="pay",
        question="What does the shop that makes the part get?",
        summary="How its pay is set, what the network keeps of it, and when the money comes.",
        main=(
            "payout.price_rule",
            "payout.take",
            "payment.payment_owner",
            "payout.prompt_pay_weeks",
            "payout.success_fee_to",
        ),
        others=("payout.response_mode", "payout.bonus_pool", "payment.guarantee_fee"),
    ),
    Card(
        id="record",
        question="Which papers count when something has to be settled?",
        summary="The record that governs a handoff, how clean the work package is, and who pays for cleaning it.",
        main=("record", "packet.floor", "packet.cost_bearer", "packet.cost", "governance.alpha"),
        others=("packet.screen", "packet.codes_required", "packet.rfq_deposit"),
    ),
    Card(
        id="downside",
        question="Who pays when something goes wrong?",
        summary="Who carries a defect, its cause proven or not, and what a common pool takes over.",
        main=("governance.liability", "governance.default_split", "governance.pool_fee"),
        others=(),
    ),
    Card(
        id="customer",
        question="Whose customer is it, and who gets the next order?",
        summary="Who owns the buyer and the repeat job, what the maker may know, and what keeps both in the network.",
        main=(
            "governance.buyer_owner",
            "governance.repeat_owner",
            "payout.royalty",
            "governance.visibility",
            "governance.exclusivity",
        ),
        others=("payout.royalty_n", "governance.noncirc_penalty", "governance.noncirc_detect"),
    ),
    Card(
        id="routing",
        question="What earns a shop more work?",
        summary="How work finds a shop in the network, and which behaviour is remembered and rewarded.",
        main=(
            "reputation.w",
            "routing.mode",
            "routing.award_by",
            "routing.quotes_per_rfq",
            "routing.explore",
            "reputation.audit_rate",
        ),
        others=(
            "reputation.active",
            "routing.w_price",
            "routing.w_avail",
            "routing.w_fit",
            "routing.info",
            "routing.share_cap",
            "routing.mu_award",
            "routing.max_offers",
            "routing.tau_route",
            "routing.candidates",
            "routing.order",
            "reputation.memory",
            "reputation.cp_cap",
            "reputation.audit_fine",
            "reputation.originator_w",
            "reputation.buyer_w",
            "reputation.score_form",
            "reputation.score_z",
            "reputation.a0",
            "reputation.b0",
            "reputation.nu",
            "reputation.portable",
            "reputation.feedback_reveal",
        ),
    ),
    Card(
        id="joining",
        question="What does joining cost, and what tells a shop that it pays?",
        summary="Fees, hours and openness that members give, help at the start, and what shops are shown beforehand.",
        main=(
            "entry.entry_fee",
            "payout.sub_fee",
            "entry.audit_h",
            "entry.disclosure_min",
            "launch.subsidy",
            "launch.evidence",
        ),
        others=(
            "entry.admin_h",
            "launch.trial_weeks",
            "launch.subsidy_end",
            "entry.bond",
            "entry.cert_required",
            "entry.cert_h",
            "entry.cert_fee",
            "entry.vouch",
            "launch.n_pub",
            "launch.hype",
            "launch.n_hype",
        ),
    ),
    Card(
        id="start",
        question="Where does it start?",
        summary="Which work, which places and which buyers the network serves, from when on, and through which doors.",
        main=(
            "routing.front_door",
            "routing.back_door",
            "lane.processes",
            "lane.regions",
            "lane.max_members",
            "launch.week",
        ),
        others=("lane.buyers", "lane.handoff_only", "entry.mandate", "launch.withdraw_week"),
    ),
    Card(
        id="rest",
        question="What else is set?",
        summary="Whether there is a network, who keeps its surplus, and the terms of work that does not go through it.",
        main=("network", "governance.voice", "discipline", "phone.b", "vertical.count"),
        others=(
            "phone.liability",
            "phone.default_split",
            "phone.alpha",
            "phone.payment_owner",
            "phone.repeat_owner",
            "phone.visibility",
            "phone.max_ask",
            "phone.relational",
            "phone.call_h",
            "phone.prep_h",
            "direct.liability",
            "direct.default_split",
            "direct.alpha",
            "vertical.families",
            "vertical.capacity",
            "vertical.margin",
            "vertical.lead_weeks",
            "vertical.breadth",
            "vertical.sigma",
            "vertical.nu",
            "vertical.rush_share",
            "vertical.rush_price",
            "vertical.alpha",
            "vertical.controls.upload",
            "vertical.controls.price",
            "vertical.controls.traveler",
            "vertical.controls.quality_terms",
            "friction.admin",
            "friction.coordination",
            "friction.calls",
            "friction.switching",
            "friction.misroutes",
            "friction.autonomy",
            "friction.caution",
            "benchmark",
            "title",
            "about",
            "source",
            "name",
        ),
    ),
)
