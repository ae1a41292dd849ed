"""What the terms of decisions are called in a shop, and in what they are measured: one table for all kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handoff_sim.decision_kinds import DecisionKind


class Unit(StrEnum):
    """What a term is measured in."""

    DOLLARS = "$"
    WAGE = "$ per hour"
    MACHINE_WEEK = "$ per machine-week"
    SHARE = "share"
    OF_REFERENCE = "share of the reference value"
    WEEKS = "weeks"
    HOURS = "hours"
    COUNT = "count"
    NUMBER = "number"
    FLAG = "yes or no"
    CODE = "code"


# How far a term can be from none at all; what no shop would call a change of that term lies beyond.
MOST: Mapping[Unit, float] = {
    Unit.DOLLARS: 1e7,
    Unit.WAGE: 1e4,
    Unit.MACHINE_WEEK: 1e5,
    Unit.SHARE: 1.0,
    Unit.OF_REFERENCE: 10.0,
    Unit.WEEKS: 520.0,
    Unit.HOURS: 1e4,
    Unit.COUNT: 1000.0,
    Unit.NUMBER: 100.0,
    Unit.FLAG: 1.0,
    Unit.CODE: 0.0,
}


LEAST = 1e-4  # of a term that something is divided by


class Range(StrEnum):
    """Where a term can lie."""

    SIGNED = "on both sides of zero"
    FROM_ZERO = "zero or more"
    POSITIVE = "more than zero"


@dataclass(frozen=True)
class Term:
    """A term in plain words."""

    label: str
    unit: Unit
    range: Range = Range.FROM_ZERO

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and most that the term can be."""
        most = MOST[self.unit]
        return {Range.SIGNED: -most, Range.FROM_ZERO: 0.0, Range.POSITIVE: LEAST}[self.range], most


D, S, W, H, R, N, C, F = (
    Unit.DOLLARS, Unit.SHARE, Unit.WEEKS, Unit.HOURS, Unit.OF_REFERENCE, Unit.NUMBER, Unit.COUNT, Unit.FLAG,
)  # fmt: skip
M = Unit.MACHINE_WEEK

TERMS: Mapping[str, Term] = {
    "admin": Term("paperwork and the hours of answering", D),
    "alpha": Term("chance that the record proves who caused a defect", S),
    "answer_hours": Term("estimator hours to answer", H),
    "audit_rate": Term("chance of an audit", S),
    "autonomy": Term("what full control over its own work is worth to the owner", M),
    "base_cost": Term("cost of the whole job", D),
    "base_hazard": Term("chance of a defect without extra care", S),
    "benefit_direct": Term("what jobs bought directly have been worth", R, Range.SIGNED),
    "benefit_network": Term("what jobs bought by network have been worth", R, Range.SIGNED),
    "breakdown_weeks": Term("machine time lost to a breakdown", W),
    "budget": Term("most the job is worth to the buyer", D),
    "capable": Term("the shop has the process", F),
    "cert_complete": Term("certificates complete", F),
    "cert_hazard": Term("chance of trouble with certificates", S),
    "cert_share": Term("own share of a loss by certificates", S),
    "channel": Term("channel", Unit.CODE),
    "code_hours": Term("hours to find the right code", H),
    "completeness": Term("share of the packet that is there", S),
    "cost": Term("cost of answering at once", D),
    "default_direct": Term("expected loss to a buyer that does not pay", D),
    "defect_multiplier": Term("the shop's defects against the usual shop's", N),
    "discipline": Term("control that a member gives up, 0 to 1", S),
    "effort_cost": Term("extra care in the work", D),
    "effort_unit": Term("cost of a step of care, share of production", S),
    "expected_gain": Term("expected gain of quoting", D, Range.SIGNED),
    "expected_penalty": Term("expected penalty for going round the network", D),
    "exploration": Term("least chance of trying the network", S),
    "fee": Term("part of the network's fee", D),
    "finance": Term("waiting for the money", D),
    "finance_direct": Term("waiting for the money, bought directly", D),
    "finance_network": Term("waiting for the money, in the network", D),
    "fine": Term("fine for a wrong code", D),
    "first_quote": Term("first row of the quotes", Unit.CODE),
    "found": Term("shops found", C),
    "is_front_door": Term("an RFQ, not a handoff", F),
    "exclude": Term("shop left out", Unit.CODE),
    "process": Term("process", Unit.CODE),
    "wanted": Term("shops wanted", C),
    "full_hours": Term("hours of a full quote", H),
    "full_sigma": Term("error of a full estimate", S),
    "gain_mean": Term("believed gain of belonging", M, Range.SIGNED),
    "gain_n": Term("observations behind that belief", N, Range.POSITIVE),
    "gamma": Term("dislike of risk", N),
    "goodwill": Term("buyer's goodwill for the winner", S),
    "goodwill_weight": Term("weight of goodwill", R),
    "hassle": Term("hassle of arranging it", D),
    "hours": Term("hours it takes", H),
    "hours_left": Term("estimator hours left this week", H),
    "hours_per_effort": Term("hours per step of packet work", H, Range.POSITIVE),
    "hurdle": Term("gain that joining must beat", M),
    "hysteresis": Term("reluctance to leave", M),
    "incumbent_price": Term("price that the buyer pays now", D),
    "intent": Term("the buyer means to order", F),
    "is_binding": Term("a yes binds at once", F),
    "is_bound": Term("an accepted offer binds", F),
    "is_covered": Term("members can make what the buyer needs", F),
    "is_curious": Term("curious enough for a trial", F),
    "join_chance": Term("chance to join", S),
    "kappa": Term("caution, the proof that the owner wants", N),
    "labour_weeks": Term("machine time lost for want of people", W),
    "last_quote": Term("row after the last quote", Unit.CODE),
    "late": Term("being late", D),
    "lateness_weight": Term("buyer's dislike of a week late", R),
    "lead_required_weeks": Term("lead time asked for", W),
    "lead_weeks": Term("weeks until it is due", W),
    "leave_jobs": Term("network jobs before leaving is considered", C),
    "leave_margin": Term("margin by which direct must be better", R),
    "liability": Term("own share of expected defects", D),
    "liability_shift": Term("protection by the network's record, given up", D, Range.SIGNED),
    "load_weeks": Term("work ahead of the machines", W),
    "loss": Term("loss if it goes wrong", D),
    "low_load_weeks": Term("load up to which machines have spare time", W),
    "lower_bound": Term("cautious estimate of the gain", M, Range.SIGNED),
    "luck": Term("luck of the draw", S),
    "make": Term("making it in house", D),
    "mandate": Term("chance that the policy demands", S),
    "may_enter": Term("the network would let it in", F),
    "min_tenure_weeks": Term("weeks a member must stay", C),
    "most_effort": Term("most care there is", N),
    "most_load_weeks": Term("load above which the shop does not quote", W),
    "mutual_trust": Term("trust between shop and buyer", S),
    "network": Term("best deal through the network", D),
    "network_jobs": Term("jobs bought through the network", C),
    "noise": Term("buyer's unexplained liking for the winner", R, Range.SIGNED),
    "opportunity": Term("opportunity cost of the machine hours", D),
    "other_depth_gain": Term("expected gain at the other depth", D, Range.SIGNED),
    "other_goodwill": Term("buyer's goodwill for the runner-up", S),
    "other_lead_weeks": Term("runner-up's lead time", W),
    "other_noise": Term("buyer's unexplained liking for the runner-up", R, Range.SIGNED),
    "other_price": Term("runner-up's price", D),
    "other_risk": Term("allowance for the other risks", D),
    "other_score": Term("runner-up's score in the network", S),
    "outside": Term("buying it from an outside processor", D),
    "own_cost": Term("own cost of the job", D),
    "packet": Term("bringing the packet up to the network's floor", D),
    "packet_effort": Term("packet work", N),
    "packet_liability": Term("own share of defects by the packet", D),
    "packet_risk": Term("allowance for the packet's risk", D),
    "phone": Term("best deal by phone", D),
    "price": Term("price", D),
    "price_index": Term("usual price of such parts, against the reference", N),
    "price_scale": Term("how loosely the buyer follows price", R, Range.POSITIVE),
    "production": Term("machine time and material", D),
    "promised_weeks": Term("weeks until the shop could deliver", W),
    "quality_effort": Term("extra care", N),
    "quality_weight": Term("weight of the network's score", R),
    "quick_hours": Term("hours of a quick quote", H),
    "quick_sigma": Term("error of a quick estimate", S),
    "quotes": Term("quotes received", C),
    "receipt_factor": Term("share of the price that reaches the shop", S, Range.POSITIVE),
    "reference_value": Term("reference value of the job", D, Range.POSITIVE),
    "relational": Term("worth of a good turn to a partner", D),
    "repeat_value": Term("worth of repeat orders", D),
    "room": Term("most the other shop could pay, its own costs counted", D, Range.SIGNED),
    "rev_hazard": Term("chance of a bad print", S),
    "rev_locked": Term("revision locked", F),
    "rev_share": Term("own share of a loss by a bad print", S),
    "risk_premium": Term("allowance for risk", D),
    "runner_up": Term("what the runner-up is worth to the buyer", R, Range.SIGNED),
    "running": Term("running cost of belonging", M),
    "proof_chance": Term("chance that the record shows there was no defect", S),
    "refusal_chance": Term("chance that the buyer refuses", S),
    "share_charged": Term("share of an unproven claim that the maker bears", S),
    "is_member": Term("belongs to the network", F),
    "weeks": Term("weeks agreed for payment", W),
    "scope_explicit": Term("scope explicit", F),
    "scope_hazard": Term("chance of a late change of scope", S),
    "scope_share": Term("own share of a loss by a change of scope", S),
    "score": Term("score in the network", S),
    "selection": Term("whether the shop fears the winner's curse", S),
    "selection_loss": Term("winner's curse (winning by underestimating)", D),
    "share": Term("own share of the loss", S),
    "share_saved": Term("share of the loss that denying may save", S, Range.SIGNED),
    "sigma_obs": Term("noise of an observation", M),
    "stake": Term("future work at stake", D),
    "surplus": Term("gain that the two could share", D, Range.SIGNED),
    "take": Term("the network's take", D),
    "temperature": Term("how loosely the buyer follows experience", R, Range.POSITIVE),
    "tenure_weeks": Term("weeks since the shop joined or left", C, Range.SIGNED),
    "tie_value": Term("future work from the originator", D),
    "transfer": Term("pay for the work", D),
    "undercut": Term("price asked, share of the present one", S),
    "verifiability": Term("chance that a wrong code shows", S),
    "vertical_price": Term("instant price of a vertical operator", D),
    "vertical_utility": Term("what the instant price is worth to the buyer", R, Range.SIGNED),
    "wage": Term("an estimator's hour", Unit.WAGE),
    "wealth": Term("the shop's means", D, Range.POSITIVE),
    "win_belief": Term("believed chance to win at the usual price", S),
    "win_probability": Term("believed chance to win at this price", S),
    "work_hours": Term("machine hours of the work", H),
    "workmanship_liability": Term("own share of defects by workmanship", D),
    "workmanship_risk": Term("allowance for the risk of workmanship", D),
}  # fmt: skip

# The same word, meant differently by one kind of decision.
OF_KIND: Mapping[tuple[DecisionKind, str], Term] = {
    (DecisionKind.AWARD, "price"): Term("winner's price", D),
    (DecisionKind.AWARD, "lead_weeks"): Term("winner's lead time", W),
    (DecisionKind.AWARD, "score"): Term("winner's score in the network", S),
    (DecisionKind.QUOTE, "production"): Term("own machine work that the estimate may miss", D),
    (DecisionKind.QUOTE, "risk_premium"): Term("allowance for an uncertain estimate", D),
    (DecisionKind.QUOTE, "lead_weeks"): Term("weeks that the shop would promise", W),
    (DecisionKind.QUOTE, "price"): Term("price asked, before the estimate's error", D),
    (DecisionKind.BYPASS, "admin"): Term("the network's paperwork", D),
    (DecisionKind.BYPASS, "stake"): Term("record not earned", D),
    (DecisionKind.DISPUTE, "hours"): Term("hours that a dispute takes", H),
    (DecisionKind.DISPUTE, "stake"): Term("future work that an unproven dispute costs", D),
    (DecisionKind.CLOSURE_CODE, "stake"): Term("future work that a wrong code costs", D),
    (DecisionKind.ACKNOWLEDGEMENT, "stake"): Term("future work that a slow answer costs", D),
    (DecisionKind.EFFORT, "stake"): Term("future work that a failure costs", D),
    (DecisionKind.PACKET_EFFORT, "stake"): Term("future work that a bad packet costs", D),
    (DecisionKind.INTENT, "intent"): Term("share of RFQs that are meant", S),
    (DecisionKind.CHANGE_CLAIM, "price"): Term("price of the job", D),
    (DecisionKind.FAKE_WORK, "take"): Term("the network's take", S),
    (DecisionKind.FAKE_WORK, "fine"): Term("fine if it is found out", D),
    (DecisionKind.VERTICAL_QUOTE, "price"): Term("instant price", D),
    (DecisionKind.VERTICAL_QUOTE, "lead_weeks"): Term("lead time", W),
    (DecisionKind.MAKE_OR_HANDOFF, "transfer"): Term("pay of the deal on the table", D),
}


def term(kind: DecisionKind, name: str) -> Term:
    """A term of a kind of decision in plain words.

    Raises KeyError for a term that no table holds.
    """
    return OF_KIND.get((kind, name)) or TERMS[name]
