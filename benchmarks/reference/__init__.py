"""The quote-award-handoff core as a Mesa user would write it today: agents, dataclasses and Python floats.

It covers phases 4 to 7 of a week under the phone book: whom buyers ask, quotes (R9), awards (R26), make or hand off
(R10, R12) and the answers to handoffs (R11). It has no
network, no ledger and no event log, so it does less than the engine's phases.
"""
