"""The kinds of decisions that are recorded, and that seats may take."""

from enum import IntEnum


class DecisionKind(IntEnum):
    """Decisions whose terms are kept on request (MODEL 4.5)."""

    QUOTE = 0
    MAKE_OR_HANDOFF = 1
    HANDOFF_RESPONSE = 2
    MEMBERSHIP = 3
    BYPASS = 4
    POACH = 5
    AWARD = 6
    COMMITMENT = 7
    SEEK_HELP = 8
    EFFORT = 9
    PACKET_EFFORT = 10
    CLOSURE_CODE = 11
    ACKNOWLEDGEMENT = 12
    DISPUTE = 13
    CHANNEL = 14
    BUYER_MEMBERSHIP = 15
    ROUTING = 16
    VERTICAL_QUOTE = 17
    CHANGE_CLAIM = 18
    CERTIFICATE = 19
    INTENT = 20
    PAYMENT = 21
    DEFECT_CLAIM = 22
    FAKE_WORK = 23
