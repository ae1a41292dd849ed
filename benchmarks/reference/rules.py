"""What governs the reference market: the world's numbers, and the Terms of a channel."""

from dataclasses import dataclass

ShareRows = tuple[tuple[float, ...], ...]  # [cause, payer]
RECEIVER, ORIGINATOR = 2, 1  # payers
WORKMANSHIP, REV_PRINT, SCOPE_CHANGE, CERT = range(4)  # causes


@dataclass(frozen=True)
class Rules:
    """Numbers of the world, in the units of their names; dollars, hours, weeks and shares."""

    rate: float
    wage: float
    machine_min_week: int
    u_lo: float
    u_hi: float
    u_max: float
    finance_rate: float
    wealth_floor: float
    wealth_per_machine: float
    belief_rate: float
    list_noise: float
    off_list: float
    trust_failure: float
    h_full: float
    psi: float
    quick_share: float
    sigma_full: float
    sigma_quick: float
    sigma_packet: float
    selection: float
    reorder_h: float
    repeat_prob: float
    lag_min: int
    lag_max: int
    p_w0: float
    p_rev: float
    p_scope: float
    p_cert: float
    loss_multiple: float
    m_in_house: float
    m_originator: float
    m_buyer: float
    kappa_e: float
    effort_max: float
    kappa_h_hours: float
    late_penalty: float
    outside_premium: float
    code_h: float
    breakdown_factor: float
    labour_factor: float

    @property
    def mean_lag(self) -> float:
        """Weeks from one order of a part to the next."""
        return 0.5 * (self.lag_min + self.lag_max)

    @property
    def closes_validly(self) -> bool:
        """Without a record at stake a closure code is given only if it costs nothing (R15)."""
        return self.code_h * self.wage <= 0.0


@dataclass(frozen=True)
class Terms:
    """Terms of one channel of the phone book (MODEL 0.2), with the liability shares of R2."""

    visibility: float
    prep_h: float
    admin_h: float
    call_h: float
    coordination: float
    relational: float
    max_ask: int
    price_value: float  # the receiver's bargaining share
    payment_owner: int
    prompt_weeks: float
    repeat_owner: int
    cert_chain_loss: float
    handed_off: ShareRows = ()
    in_house: ShareRows = ()

    def shares(self, in_house: bool) -> ShareRows:
        """Liability shares of an op made by its prime, or handed off."""
        return self.in_house if in_house else self.handed_off
