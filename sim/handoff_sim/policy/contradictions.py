"""Settings that cannot hold together: each check names the field to change and why."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from handoff_sim.codes import (
    Candidates,
    Evidence,
    PaymentOwner,
    PriceRule,
    RepeatOwner,
    ResponseMode,
    ScoreForm,
)
from handoff_sim.policy.problems import Problem

if TYPE_CHECKING:
    from handoff_sim.policy.document import Policy


def contradictions(policy: "Policy") -> tuple[Problem, ...]:
    """Every contradiction of a policy; a policy without a network has none in its network's rules."""
    checks = _ALWAYS + (_NETWORK if policy.network else ())
    return tuple(problem for check in checks for problem in check(policy))


def _problem(path: str, expected: str, found: object) -> Problem:
    text = str(found).lower() if isinstance(found, bool) else str(found)
    return Problem(path=path, expected=expected, found=text)


def _doors(policy: "Policy") -> Iterator[Problem]:
    routing = policy.routing
    if not routing.front_door and not routing.back_door:
        yield _problem("routing.back_door", "true where front_door is false, or network = false", False)
    if policy.lane.handoff_only and not routing.back_door:
        yield _problem("lane.handoff_only", "false where routing.back_door is false", True)
    if policy.entry.mandate > 0 and (not routing.front_door or policy.lane.handoff_only):
        yield _problem("entry.mandate", "0 where buyers have no front door", policy.entry.mandate)


def _candidates(policy: "Policy") -> Iterator[Problem]:
    if policy.routing.candidates != Candidates.PHONE_BOOK:
        return
    if policy.governance.exclusivity:
        yield _problem("governance.exclusivity", "false where routing.candidates is phone_book", True)
    if policy.routing.front_door:
        yield _problem("routing.front_door", "false where routing.candidates is phone_book", True)


def _share_cap(policy: "Policy") -> Iterator[Problem]:
    members = policy.lane.max_members
    cap = policy.routing.share_cap
    if members is not None and cap * members < 1.0:
        wanted = f"at least {1 / members:.2f} where lane.max_members is {members}"
        yield _problem("routing.share_cap", wanted, cap)


def _royalty(policy: "Policy") -> Iterator[Problem]:
    payout = policy.payout
    by_royalty = policy.governance.repeat_owner == RepeatOwner.ORIGINATOR_ROYALTY
    if by_royalty and (payout.royalty == 0 or payout.royalty_n == 0):
        path = "payout.royalty" if payout.royalty == 0 else "payout.royalty_n"
        yield _problem(path, "more than 0 where governance.repeat_owner is originator_royalty", 0)
    if not by_royalty and payout.royalty > 0:
        wanted = "0 unless governance.repeat_owner is originator_royalty"
        yield _problem("payout.royalty", wanted, payout.royalty)


def _prices(policy: "Policy") -> Iterator[Problem]:
    quoting = policy.payout.price_rule.rule == PriceRule.RECEIVER_QUOTE
    if quoting and policy.payout.response_mode == ResponseMode.YES_NO:
        yield _problem("payout.response_mode", "quote where payout.price_rule is receiver_quote", "yes_no")


def _guarantee(policy: "Policy") -> Iterator[Problem]:
    fee = policy.payment.guarantee_fee
    if fee > 0 and policy.payment.payment_owner != PaymentOwner.NETWORK_GUARANTEE:
        yield _problem("payment.guarantee_fee", "0 unless payment_owner is network_guarantee", fee)


def _score(policy: "Policy") -> Iterator[Problem]:
    z = policy.reputation.score_z
    if policy.reputation.score_form == ScoreForm.MEAN and z > 0:
        yield _problem("reputation.score_z", "0 where score_form is mean", z)
    if policy.reputation.score_form == ScoreForm.LCB and z == 0:
        yield _problem("reputation.score_z", "more than 0 where score_form is lcb", z)


def _bonus(policy: "Policy") -> Iterator[Problem]:
    payout = policy.payout
    if payout.bonus_pool > 0 and payout.take == 0 and payout.sub_fee == 0:
        yield _problem("payout.bonus_pool", "0 where there are no fees to share", payout.bonus_pool)
    if payout.bonus_pool > 0 and not policy.reputation.active:
        yield _problem("payout.bonus_pool", "0 where reputation.active is false", payout.bonus_pool)


def _evidence(policy: "Policy") -> Iterator[Problem]:
    launch = policy.launch
    if launch.evidence == Evidence.NONE and launch.n_pub > 0:
        yield _problem("launch.n_pub", "0 where launch.evidence is none", launch.n_pub)
    if launch.evidence != Evidence.NONE and launch.n_pub == 0:
        wanted = f"more than 0 where launch.evidence is {launch.evidence.name.lower()}"
        yield _problem("launch.n_pub", wanted, launch.n_pub)


def _subsidy(policy: "Policy") -> Iterator[Problem]:
    start, end = policy.launch.week, policy.launch.subsidy_end
    if start is not None and end is not None and end <= start:
        yield _problem("launch.subsidy_end", f"a week after the launch in week {start}", end)


def _withdrawal(policy: "Policy") -> Iterator[Problem]:
    start, end = policy.launch.week, policy.launch.withdraw_week
    if start is not None and end is not None and end <= start:
        yield _problem("launch.withdraw_week", f"a week after the launch in week {start}", end)


def _vertical(policy: "Policy") -> Iterator[Problem]:
    if policy.vertical.count > 0 and not policy.vertical.families:
        yield _problem("vertical.families", "at least one process where vertical.count is not 0", "[]")


Check = Callable[["Policy"], Iterator[Problem]]
_ALWAYS: tuple[Check, ...] = (_vertical, _guarantee, _score, _subsidy, _withdrawal)
_NETWORK: tuple[Check, ...] = (
    _doors,
    _candidates,
    _share_cap,
    _royalty,
    _prices,
    _bonus,
    _evidence,
)
