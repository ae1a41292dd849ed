"""The five records that can govern a handoff, and what each implies (MODEL 4.2, question 2)."""

from dataclasses import dataclass

from handoff_sim.codes import BuyerOwner, Record


@dataclass(frozen=True, kw_only=True)
class RecordFacts:
    """What a record type implies.

    Parameters
    ----------
    alpha: chance that the true cause of a nonconformance can be proven, share
    visibility: chance that the receiver learns the buyer, share; None where the buyer's owner decides (D54)
    prep_h: originator's hours to prepare it
    cert_chain_loss: chance that the certificate chain is lost on the way, share
    requoted: whether the receiver engineers the work again at full quote hours
    """

    alpha: float
    visibility: float | None
    prep_h: float
    cert_chain_loss: float = 0.0
    requoted: bool = False


RECORDS = {
    Record.INFORMAL_EMAIL: RecordFacts(alpha=0.30, visibility=0.3, prep_h=0.2),
    Record.STRIPPED_TRAVELER: RecordFacts(alpha=0.55, visibility=0.05, prep_h=1.0, cert_chain_loss=0.5),
    Record.FRESH_QUOTE: RecordFacts(alpha=0.65, visibility=0.3, prep_h=0.3, requoted=True),
    Record.ORIGINAL_PACKET: RecordFacts(alpha=0.75, visibility=0.9, prep_h=0.2),
    Record.SHARED_LOCKED: RecordFacts(alpha=0.92, visibility=None, prep_h=0.5),
}

MASKS = {
    BuyerOwner.ORIGINATOR_MASKED: 0.1,
    BuyerOwner.ORIGINATOR_DISCLOSED: 0.6,
    BuyerOwner.NETWORK: 0.05,
    BuyerOwner.RECEIVER_DIRECT: 1.0,
}


def visibility_of(record: Record, owner: BuyerOwner, override: float | None) -> float:
    """Chance that the receiver learns the buyer: the policy's, else the record's, else the owner's (D54)."""
    if override is not None:
        return override
    of_record = RECORDS[record].visibility
    return MASKS[owner] if of_record is None else of_record
