"""Where the parts of the local run are found."""

import os
from dataclasses import dataclass

FIRST_PORT = 8400
FIRST_PORTS = range(1024, 65_532)
# Shown by the front proxy, in the CDN's place. It opens nothing but this machine.
ORIGIN_SECRET = "known-to-everybody-on-this-machine-alone"  # noqa: S105


@dataclass(frozen=True)
class Addresses:
    """Five ports in a row. Names, not numbers: passkeys and secure cookies want `localhost`."""

    first_port: int = FIRST_PORT

    @property
    def ports(self) -> dict[str, int]:
        parts = ("portal", "Stripe simulator", "inbox", "embedded AWS", "handlers")
        return {part: self.first_port + place for place, part in enumerate(parts)}

    @property
    def portal(self) -> str:
        return f"http://localhost:{self.ports['portal']}"

    @property
    def other_portal(self) -> str:
        """Of the second demonstration firm."""
        return f"http://kade.localhost:{self.ports['portal']}"

    @property
    def desk(self) -> str:
        return f"http://desk.localhost:{self.ports['portal']}"

    @property
    def stripe(self) -> str:
        return f"http://localhost:{self.ports['Stripe simulator']}"

    @property
    def stripe_api(self) -> str:
        """The server that the product takes for Stripe."""
        return os.environ.get("BALIE_STRIPE_API_BASE", self.stripe).rstrip("/")

    @property
    def inbox(self) -> str:
        return f"http://localhost:{self.ports['inbox']}"

    @property
    def handlers(self) -> str:
        return f"http://127.0.0.1:{self.ports['handlers']}"

    def parameters(self) -> dict[str, str]:
        """The template's parameters for the local run.

        Whoever has a Stripe test key and a tunnel to this machine points both elsewhere:
        BALIE_STRIPE_API_BASE=https://api.stripe.com BALIE_PUBLIC_URL=https://... make up
        """
        return {
            "Stage": "local",
            "PublicUrl": os.environ.get("BALIE_PUBLIC_URL", self.portal).rstrip("/"),
            "DeskUrl": self.desk,
            "PasskeyDomain": "desk.localhost",
            "MailSender": "billing@balie.example",
            "StripeApiBase": self.stripe_api,
            "OriginSecret": ORIGIN_SECRET,
        }
