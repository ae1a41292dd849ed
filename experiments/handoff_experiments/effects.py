"""The smallest effect of interest of each metric: the difference that would change somebody's mind.

Declared before the runs, in the metric's own unit, and shown beside every verdict. They are judgements,
not facts about the world; pass ``effects={"S1": 40}`` to put your own in their place.
"""

RELATIVE = 0.05  # of the baseline's mean level, for a metric without an entry

EFFECTS: dict[str, float] = {
    # shops; $25 per machine-week is about one per cent of what a machine takes in
    "S1": 25.0,  # $ per machine-week
    "S1m": 25.0,  # $ per machine-week
    "S2": 0.02,  # share
    "S2b": 0.02,  # share
    "S3": 0.5,  # hours per shop-week: half an hour of the owner's evening
    "S4": 0.5,  # hours per award
    "S4.quotes_per_rfq": 0.2,  # quotes
    "S4.award_rate": 0.02,  # share
    "S4.hours": 0.1,  # hours
    "S4.depth": 0.05,  # share
    "S4.phantom": 0.02,  # share
    "S5": 0.01,  # share of machine hours: half an hour per machine-week
    "S6": 0.01,  # share of revenue
    "S7": 2.0,  # $ per machine-hour
    "S7.originator": 2.0,  # $ per machine-hour
    "S8": 10.0,  # $ per handoff
    "S8b": 0.05,  # share of NCR cost
    "S10": 0.02,  # share
    "S11": 0.03,  # share of repeats
    "S12": 0.02,  # share of revenue
    "S14": 2.0,  # days
    "S14b": 0.002,  # share of revenue
    "S15": 0.02,  # share of hours
    "S16": 0.02,  # share of hours
    "S17": 0.01,  # share of shops
    # buyers; per shop-week, so that parties can be added up
    "B1": 100.0,  # $ per shop-week
    "B1.job": 50.0,  # $ per job
    "B2": 0.02,  # share of jobs
    "B2.weeks": 0.05,  # weeks
    "B3": 2.0,  # jobs per 1,000 operations
    "B4": 0.02,  # share of RFQs
    "B5": 0.01,  # ratio to reference prices
    "B6": 0.02,  # share of awards
    # network
    "N1.share": 0.05,  # share of shops
    "N1.tenure": 4.0,  # weeks
    "N1.half_life": 4.0,  # weeks
    "N2": 0.01,  # share of hours
    "N3": 0.05,  # share of hours
    "N4": 0.02,  # share of hours
    "N5": 0.05,  # share of repeats
    "N6": 0.05,  # share of offers
    "N6.right": 0.05,  # share of offers
    "N7": 0.02,  # share
    "N7.answer": 4.0,  # hours
    "N8": 0.02,  # share of NCRs
    "N8.unproven": 0.02,  # share of NCRs
    "N8.network": 0.02,  # share
    "N9": 25.0,  # $ per shop-week
    "N10": 0.02,  # share of slots
    "N10.codes": 0.02,  # share of codes
    "N14": 0.25,  # partners per shop
    "N14.hours": 0.05,  # share of hours
    # region
    "R1": 0.01,  # share of machine hours
    "R2": 0.01,  # share of demanded hours
    "R3": 0.25,  # weeks
    "R3.p90": 0.5,  # weeks
    "R4": 0.02,  # ratio
    "R4.worst": 0.02,  # ratio
    "R5": 100.0,  # $ per shop-week
    "R6": 0.02,  # Gini
    "R6.worst": 25.0,  # $ per machine-week
    "R8": 0.02,  # share of hours
    # by size, and indices
    "D1": 0.05,  # share of shops
    "D1.half": 4.0,  # weeks
    "D2": 0.05,  # share of members
    "D2.firm": 0.01,  # share of shops
    "D5": 0.1,  # ratio
    "DFI": 0.01,  # share of hours
    "X1.customer": 0.02,  # share of repeats
    "X2": 0.05,  # share of margin
    "X2.merit": 0.05,  # log points
}
