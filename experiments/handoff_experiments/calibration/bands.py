"""What is known of machine shops, as bands that a world without a network should lie in (MODEL 7.4)."""

import math
from dataclasses import dataclass

INF = math.inf

MMS = "Modern Machine Shop, Top Shops 2012 and 2016"
MFG = "MFG.com member survey, late 2011, answers in tens of a per cent"
FMA = "Fabricators and Manufacturers Association, financial surveys 2012 to 2015"
LOG = "work orders of a real shop, 4TU Production Analysis with Process Mining Technology, 2012"


@dataclass(frozen=True, kw_only=True)
class Band:
    """One fact: the figure, the interval it should lie in, and where that comes from.

    ``why_out`` says what stands in the way where a world of the catalogue misses the band; it is shown only then.
    """

    code: str
    title: str
    unit: str
    low: float
    high: float
    source: str
    why_out: str = ""

    def holds(self, value: float) -> bool:
        """Whether a value lies in the band; a figure that is not defined does not."""
        return self.low <= value <= self.high

    def distance(self, value: float) -> float:
        """How far outside a value lies, in widths of the band (of its finite end, where one is open); 0 if inside."""
        if math.isnan(value):
            return INF
        width = self.high - self.low if math.isfinite(self.high - self.low) else max(abs(self.low), 0.05)
        return max(0.0, self.low - value, value - self.high) / width


BANDS: tuple[Band, ...] = (
    Band(code="SF1", title="Win rate on solicited quotes", unit="share", low=0.20, high=0.30,
         source="the paper; Modern Machine Shop"),
    Band(code="SF2", title="Quote-to-book, all orders", unit="share", low=0.35, high=0.60, source=MMS),
    Band(code="SF3", title="Utilisation of available hours", unit="share", low=0.55, high=0.78, source=MMS),
    Band(code="SF4", title="Net margin, all shops together", unit="share of revenue", low=0.04, high=0.15, source=MMS),
    Band(code="SF5", title="The cheapest quote wins", unit="share", low=0.41, high=0.65,
         source="Board 2011, after Kelman 1990"),
    Band(code="SF6", title="Incumbent kept on repeats", unit="share", low=0.58, high=0.78, source="Board 2011"),
    Band(code="SF9", title="Cost of changes where the scope is loose", unit="share of the bid", low=0.07, high=0.14,
         source="Bajari, Houghton & Tadelis 2014, highway contracts",
         why_out="The model's change costs are nonconformances of one cause. Reaching 7 % of the bid by them alone "
         "would put a nonconformance on far more jobs than the 3 to 6 % of S12, the nearer trade; S12 was preferred."),
    Band(code="SF10", title="Scrap and rework found in house", unit="share of revenue", low=0.006, high=0.022,
         source="go-bluestreak.com"),
    Band(code="SF11", title="Days until the shop is paid", unit="days", low=40, high=50, source="resolvepay.com",
         why_out="Terms of 5, 7 and 9 weeks, a seventh of orders four weeks later still: the edge of the band. Terms "
         "were not turned."),
    Band(code="SF12", title="Hours made for another shop", unit="share", low=0.10, high=0.25,
         source="assumption of the model, to be asked of shops"),
    Band(code="S1.mean", title="Utilisation across shops and months: mean",
         unit="share", low=0.55, high=0.70, source=MFG,
         why_out="Where a third of the shops are large, buyers know them first, and small shops run at two fifths."),
    Band(code="S1.sd", title="Utilisation across shops and months: SD", unit="share", low=0.18, high=0.27, source=MFG,
         why_out="Orders are few and large for a shop of two machines, and a month holds about four of them."),
    Band(code="S1.half", title="Shops at half of capacity or less", unit="share", low=0.25, high=0.40, source=MFG,
         why_out="More demand would bring it in; in `default` the median shop (S2) then leaves its band."),
    Band(code="S1.full", title="Shops at full capacity", unit="share", low=0.05, high=0.15, source=MFG,
         why_out="Just under the band. More demand, the handle that raises it, puts others out, as for S1.half."),
    Band(code="S2.median", title="Median shop's utilisation", unit="share", low=0.55, high=0.65, source=MMS),
    Band(code="S2.top", title="Utilisation of the best fifth by margin", unit="share", low=0.68, high=0.76, source=MMS,
         why_out="In the model a good margin comes from full machines (correlation over shops 0.7 in `default`) more "
         "than from low cost (-0.4), so the best fifth are the busiest."),
    Band(code="S3.open", title="Win rate on open RFQs", unit="share", low=0.20, high=0.35, source=f"{FMA}; the paper"),
    Band(code="S3.all", title="Quote-to-book with repeats", unit="share", low=0.45, high=0.55, source=MMS,
         why_out="With three to five quotes an RFQ, half of all orders would have to be repeats that nobody else "
         "quotes, and then more incumbents are kept than SF6 allows. SF1, SF2 and SF6 were preferred."),
    Band(code="S3.top", title="Quote-to-book of the best fifth by margin",
         unit="share", low=0.60, high=0.70, source=MMS,
         why_out="The best shops of the model differ from the others in cost and luck, not in what they choose to "
         "quote."),
    Band(code="S4", title="Days until a quote is answered", unit="days", low=2, high=5, source=FMA,
         why_out="Not a figure of the model: its clock is a week, and every quote is answered within it."),
    Band(code="S5.median", title="Net margin, median shop", unit="share of revenue", low=0.05, high=0.09, source=MMS),
    Band(code="S5.top", title="Net margin, median of the best fifth", unit="share of revenue", low=0.12, high=0.16,
         source=MMS),
    Band(code="S8.half", title="Customers that make half of a shop's revenue",
         unit="customers", low=3, high=6, source=FMA,
         why_out="There is one buyer for two shops; a shop of two machines has work for a handful at a time."),
    Band(code="S8.five", title="Shops with four fifths of revenue from five customers",
         unit="share", low=0.15, high=0.35,
         source=FMA, why_out="As for S8.half: a real shop's customers are more than a region's buyers in the model."),
    Band(code="S12", title="Jobs with a nonconformance", unit="share", low=0.03, high=0.06, source=LOG),
)  # fmt: skip

SIGNS: tuple[Band, ...] = (
    Band(code="SF7.rise", title="Leakage: take of 10 % against none", unit="share of repeats", low=0.005, high=INF,
         source="Xie, Platform Leakage; Hagiu & Wright 2024"),
    Band(code="SF7.partial", title="Leakage at a take of 10 %: partial", unit="share of repeats", low=0.01, high=0.99,
         source="Hagiu & Wright 2024"),
    Band(code="SF7.convex", title="Leakage: second half of the rise less the first", unit="share of repeats", low=0.0,
         high=INF, source="MODEL SF7, after Hagiu & Wright 2024",
         why_out="The hassle of leaving is drawn evenly (R21), so leakage rises in a straight line between its ends, "
         "and flattens where nearly everybody leaves."),
    Band(code="SF8", title="Leakage among trusting pairs less among others",
         unit="share of repeats", low=0.001, high=INF,
         source="Gu & Zhu 2021",
         why_out="Trust is only a threshold in R21: pairs above one half all leave alike, and nearly all are above."),
    Band(code="SF13.premium", title="Price premium of an established member over a newcomer, at equal odds of award",
         unit="share of the price", low=0.0, high=INF, source="Resnick et al. 2006 (8.1 %); Tadelis 2016"),
    Band(code="SF13.newcomer", title="Score of established members less that of a newcomer",
         unit="score", low=0.0, high=INF,
         source="Resnick et al. 2006; Tadelis 2016"),
    Band(code="SF14", title="Joined within a year, large shops less small ones, with an entry cost",
         unit="share", low=0.0,
         high=INF, source="the paper, on small manufacturers and technology"),
)  # fmt: skip
