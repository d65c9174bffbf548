"""The demonstration firm: opened once, on the first start of a state directory.

Runs as a process of its own (python -m dev.firm FIRST_PORT), with the functions' environment.
"""

import sys

from dev.addresses import Addresses

SIGN_IN_AS = "sanne@vandijk-architecten.example"


def open_firm(addresses: Addresses) -> None:
    """Makes the tenant, its host and its Stripe connection, then lets the simulator write.

    Called again when an earlier first start was cut off, so every step must bear repeating.
    """


if __name__ == "__main__":
    open_firm(Addresses(int(sys.argv[1])))
