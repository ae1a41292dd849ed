"""The words in which a change of rules is told to a shop: a phrase per coded word, a sentence per field."""

from collections.abc import Mapping

# What a coded word means to a shop; used as {before} and {after} in a sentence.
WORDS: Mapping[str, Mapping[str, str]] = {
    "record": {
        "informal_email": "an email thread",
        "stripped_traveler": "a stripped traveler",
        "fresh_quote": "a fresh quote",
        "original_packet": "the original drawing packet",
        "shared_locked": "a shared, locked record",
    },
    "benchmark": {
        "none": "an ordinary policy",
        "null_network": "a copy of the phone book",
        "frictionless": "a world without friction",
    },
    "payout.success_fee_to": {
        "originator": "by the shop that hands the work off",
        "receiver": "by the shop that makes it",
        "buyer": "by the buyer",
        "split": "half by each of the two shops",
    },
    "payout.response_mode": {"quote": "with a price", "yes_no": "with yes or no"},
    "payment.payment_owner": {
        "originator_bears": "the buyer's terms after closing, whether the buyer pays or not",
        "pay_when_paid": "when the buyer pays",
        "escrow": "from escrow, {weeks} after closing",
        "network_guarantee": "by the network's guarantee, {weeks} after closing",
    },
    "routing.mode": {
        "assign": "to one shop that the network picks",
        "shortlist": "to a short list",
        "broadcast": "to everybody at once",
    },
    "routing.award_by": {"buyer": "the buyer's", "network": "the network's"},
    "routing.info": {
        "none": "nothing",
        "banded": "roughly how full you are",
        "exact": "exactly how full you are",
    },
    "routing.candidates": {"members": "all members", "phone_book": "the originator's phone book"},
    "routing.order": {"score": "by score", "trust": "by the originator's trust"},
    "reputation.score_form": {"mean": "the average", "lcb": "a cautious lower bound"},
    "governance.buyer_owner": {
        "originator_masked": "the originator's customer, whose name stays hidden",
        "originator_disclosed": "the originator's customer, whose name you may learn",
        "network": "the network's customer",
        "receiver_direct": "your customer, whose name you know",
    },
    "governance.repeat_owner": {
        "originator": "the shop that found the customer",
        "receiver_first_refusal": "the shop that made it, which may refuse",
        "buyer_choice": "whom the buyer chooses",
        "network_reroute": "whom the network routes it to",
        "originator_royalty": "the shop that made it, for a royalty",
    },
    "governance.liability": {
        "receiver_all": "the receiver, always",
        "originator_all": "the originator, always",
        "controller_pays": "the shop that controls the cause",
        "cause_based": "whoever caused it",
        "upstream": "the side that sent the packet, workmanship aside",
        "split_50": "both shops, half each",
        "pool": "the loss pool, half of workmanship aside",
        "phone_custom": "the custom of the phone",
        "custom": "a table of shares of its own",
    },
    "governance.voice": {"operator_owned": "the operator", "member_owned": "the members, by hours worked"},
    "packet.cost_bearer": {"buyer": "the buyer", "originator": "the originator", "network": "the network"},
    "entry.vouch": {"none": "nobody", "one_member": "one member", "two_members": "two members"},
    "launch.evidence": {
        "none": "nothing",
        "testimonial": "the stories of those who gained most",
        "audited_twin": "an audited comparison with a world without the network",
    },
}
WORDS = {
    **WORDS,
    "phone.payment_owner": WORDS["payment.payment_owner"],
    "phone.repeat_owner": WORDS["governance.repeat_owner"],
    "phone.liability": WORDS["governance.liability"],
    "direct.liability": WORDS["governance.liability"],
}

# One sentence per field, without its end "instead of {before}."
SENTENCES: Mapping[str, str] = {
    "record": "A handoff would be governed by {after}",
    "benchmark": "This would be {after}",
    "discipline": "You would give up {after} of the control over your shop",
    "payout.take": "The network would keep {after} of the price",
    "payout.sub_fee": "Membership would cost {after}",
    "payout.success_fee_to": "The network's take would be paid {after}",
    "payout.price_rule": "For a handoff you would get {after}",
    "payout.response_mode": "You would answer requests {after}",
    "payout.royalty": "A repeat would earn the shop that found the customer {after} of its price",
    "payout.royalty_n": "That royalty would run for {after}",
    "payout.bonus_pool": "The network would pay {after} of its fees back by score",
    "payout.prompt_pay_weeks": "Escrow or a guarantee would pay {after} after closing",
    "payment.payment_owner": "You would be paid {after}",
    "payment.guarantee_fee": "The payment guarantee would cost {after} of your pay",
    "routing.mode": "Requests would go {after}",
    "routing.quotes_per_rfq": "An RFQ would ask for up to {after}",
    "routing.max_offers": "A handoff would be offered to up to {after}",
    "routing.tau_route": "The randomness of routing, where 1 is close to chance, would be {after}",
    "routing.explore": "A place on the list would go to a newcomer in {after} of cases",
    "routing.share_cap": "One shop would get at most {after} of a process's routed work",
    "routing.award_by": "An award would be {after} choice",
    "routing.mu_award": "Price differences would hardly matter at award up to {after}",
    "routing.info": "The router would see {after}",
    "routing.candidates": "Handoffs would be offered to {after}",
    "routing.order": "Shops would be asked {after}",
    "reputation.w": "Your score would weigh {after}",
    "reputation.memory": "Each new event would leave {after} of older ones standing",
    "reputation.score_form": "Your score would be {after}",
    "reputation.audit_rate": "A report of yours would be checked in {after} of cases",
    "reputation.audit_fine": "A false report would cost {after}",
    "reputation.cp_cap": "One customer could make at most {after} of your record",
    "governance.buyer_owner": "The buyer would be {after},",
    "governance.repeat_owner": "The next order of a part would go to {after},",
    "governance.liability": "A nonconformance with a proven cause would be paid by {after},",
    "governance.default_split": "A loss without proof would fall {after}",
    "governance.alpha": "The true cause could be proven in {after} of cases",
    "governance.visibility": "You would learn the buyer's name in {after} of cases",
    "governance.pool_fee": "The loss pool would take {after} of the price",
    "governance.noncirc_detect": "Going around the network would be found out in {after} of cases",
    "governance.noncirc_penalty": "Going around the network would cost {after}",
    "governance.voice": "What the network earns would belong to {after}",
    "packet.floor": "A missing piece of the packet would be put right in {after} of cases",
    "packet.cost": "A clean packet would cost {after}",
    "packet.cost_bearer": "A clean packet would be paid by {after}",
    "packet.screen": "An RFQ with no order behind it would be turned away in {after} of cases",
    "packet.rfq_deposit": "A buyer would leave {after} per RFQ until award",
    "entry.admin_h": "Paperwork would take you {after}",
    "entry.audit_h": "Audits would take you {after}",
    "entry.entry_fee": "Joining would cost {after}",
    "entry.bond": "You would leave a bond of {after}",
    "entry.vouch": "A newcomer would need {after} to stand for it",
    "entry.disclosure_min": "You would show {after} of your free capacity",
    "entry.mandate": "Large buyers would send {after} of their RFQs through the network",
    "lane.processes": "The network would serve {after}",
    "lane.regions": "The network would serve {after}",
    "lane.buyers": "The network would serve {after}",
    "lane.max_members": "The network would take {after}",
    "launch.week": "The network would start in {after}",
    "launch.subsidy": "A member would be given {after}",
    "launch.subsidy_end": "That subsidy would end in {after}",
    "launch.trial_weeks": "You could try it free for {after}",
    "launch.hype": "Advertising would promise you {after}",
    "launch.evidence": "You would be shown {after}",
}

FLAGS: Mapping[str, tuple[str, str]] = {  # sentence when it becomes true, when it becomes false
    "network": (
        "There would be a network beside the phone book.",
        "There would be no network, only the phone book.",
    ),
    "routing.front_door": (
        "Buyers could send RFQs to the network.",
        "Buyers could no longer send RFQs to the network.",
    ),
    "routing.back_door": (
        "Shops could hand work off through the network.",
        "Shops could no longer hand work off through the network.",
    ),
    "reputation.active": (
        "The network would keep a record of what you do.",
        "The network would keep no record of what you do.",
    ),
    "reputation.portable": (
        "Your score would leave with you.",
        "Your score would stay behind when you leave.",
    ),
    "governance.exclusivity": (
        "As a member you could not hand work to your phone book.",
        "As a member you could still hand work to your phone book.",
    ),
    "packet.codes_required": (
        "Every decline, revision and closing would need a code.",
        "Declines, revisions and closings would need no code.",
    ),
    "entry.cert_required": (
        "You would need a certified quality system.",
        "You would need no certified quality system.",
    ),
    "lane.handoff_only": (
        "The network would carry handoffs between shops only.",
        "The network would carry buyers' RFQs as well.",
    ),
}

PRICES: Mapping[str, str] = {
    "nash": "{value} of the gain, by haggling",
    "posted_share": "{value} of the operation's price",
    "rate_card": "{value} by a rate card",
    "receiver_quote": "the price you quote",
    "tioli": "your full cost and no more, take it or leave it",
}

UNSET: Mapping[str, str] = {  # what an open field means
    "lane.processes": "every process",
    "lane.regions": "every region",
    "lane.buyers": "every buyer",
    "lane.max_members": "any number of members",
    "launch.week": "the world's own week",
    "launch.subsidy_end": "no week at all",
}
