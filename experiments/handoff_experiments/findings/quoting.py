"""MODEL 0.6: where quote waste comes from today."""

from handoff_experiments.findings.arms import PHONE
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import hours_added_by_packets, level, lost_quotes_on_phantoms
from handoff_experiments.findings.rule import Band
from handoff_experiments.findings.running import Runs

TITLE = "Quote waste comes from the buyers' side"
ABOUT = "Today's market, policy `phone_book`."

A_QUARTER = Band(0.20, 0.30)
FORTY_PER_CENT = Band(0.30, 0.50)


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Phantom RFQs, and what incomplete packets cost."""
    return (
        Claim(
            code="waste.phantoms",
            title="A quarter of wasted quotes are phantom RFQs",
            statement="With an award rate of .8 and four quotes an RFQ, a quarter of the quotes that win nothing "
            "answer RFQs that nobody meant to award.",
            checks=(
                Check(what="lost quotes on phantom RFQs", unit="share", pilot=".25", band=A_QUARTER,
                      ours=estimate(lost_quotes_on_phantoms(runs, PHONE))),
                Check(what="award rate", unit="share", pilot=".8", ours=estimate(level(runs, PHONE, "S4.award_rate"))),
                Check(what="quotes per RFQ", unit="quotes", pilot="4",
                      ours=estimate(level(runs, PHONE, "S4.quotes_per_rfq"))),
            ),
        ),
        Claim(
            code="waste.packets",
            title="Average packets add about 40 % to the hours of a quote",
            statement="Against complete packets, the packets that buyers send add about two fifths to quoting hours.",
            checks=(
                Check(what="hours added by incomplete packets", unit="share", pilot=".40", band=FORTY_PER_CENT,
                      ours=estimate(hours_added_by_packets(runs, PHONE))),
            ),
        ),
    )  # fmt: skip
