"""What the simulated account and its bank network are like."""

from dataclasses import dataclass, field


@dataclass
class Settings:
    account_id: str = "acct_1StudioNoordSim"
    account_name: str = "Studio Noord"
    country: str = "NL"
    currency: str = "eur"
    livemode: bool = False
    api_version: str = "2026-09-30.endive"
    base_url: str = "http://localhost:8401"
    number_prefix: str | None = None
    """One series for the whole account, "SN" gives SN-2026-0041; None numbers by customer."""
    numbers_taken: dict[str, int] = field(default_factory=dict)
    """Year -> how many numbers of that year's series were given out before this account's first."""
    sepa_days: int = 5
    """From handing in a direct debit to knowing how it ended."""
    refund_days: int = 5
    """Until a refund to a bank account has arrived; cards are refunded at once."""
    retry_days: list[int] = field(default_factory=lambda: [3, 5, 7])
    """Days after each failed attempt until the next; after the last one Stripe gives up."""
    hang_seconds: float = 90.0
    """How long a simulated time-out keeps the caller waiting over HTTP."""
