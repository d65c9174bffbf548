"""The demonstration firm: opened once, on the first start of a state directory.

Runs as a process of its own (python -m dev.firm FIRST_PORT), with the functions' environment.
"""

import json
import sys
import urllib.request
from contextlib import suppress

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Brand, Tenant
from balie.ground.aws import directory
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up, connecting
from dev.addresses import Addresses
from dev.stripe.keys import STUDIO_RESTRICTED

SIGN_IN_AS = "sanne@vandijk-architecten.example"
TENANT = "ten_01K000000000000STUD10N00RD"
ACTOR = "operator:demonstration"


def open_firm(addresses: Addresses) -> None:
    """A firm with a past at Stripe comes to Balie: tenant, host, connection, import.

    Called again when an earlier first start was cut off, so every step bears repeating.
    """
    tenant = Tenant(
        id=TENANT,
        name="Studio Noord",
        portal_url=addresses.portal,
        support_email="facturen@studionoord.example",
        live=False,
        confirms_payments=True,
        brand=Brand(color="#a94a2a", on_color="#ffffff", radius_px=3),
    )
    directory.bind_host(addresses.portal.removeprefix("http://"), tenant.id)
    with suppress(Changed), open_work(TENANT, ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.create(work, tenant)
    if addresses.stripe_api != addresses.stripe:
        print(f"  Connect your own account: balie connect stripe --tenant {TENANT}")
        return
    _simulator(addresses, "reset")
    _simulator(addresses, "seed")
    connection = connecting.connect_stripe(
        TENANT, api_key=STUDIO_RESTRICTED, live=False, actor=ACTOR, now=clock.now()
    )
    with open_work(TENANT, ACTOR, Cause.OPERATOR, clock.now()) as work:
        catch_up.start(work, connection.id, Cause.IMPORT)


def _simulator(addresses: Addresses, command: str) -> None:
    request = urllib.request.Request(
        f"{addresses.stripe}/_sim/{command}",
        data=json.dumps({}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=120):
        return


if __name__ == "__main__":
    open_firm(Addresses(int(sys.argv[1])))
