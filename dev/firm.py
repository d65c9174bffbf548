"""The demonstration firms: opened once, on the first start of a state directory.

Runs as a process of its own (python -m dev.firm FIRST_PORT, or link), with the functions' settings.
"""

import json
import sys
import urllib.request
from contextlib import suppress

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.firm.users import service as users
from balie.firm.users import set_up
from balie.firm.users.model import State
from balie.firm.users.roles import Role
from balie.firm.users.service import UserMissing
from balie.ground.aws import directory
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.errors import Changed
from balie.ground.core.events import Cause
from balie.outside.providers import catch_up, connecting
from dev import brands
from dev.addresses import Addresses
from dev.stripe.keys import STUDIO_RESTRICTED

SIGN_IN_AS = "sanne@vandijk-architecten.example"
TENANT = "ten_01K000000000000STUD10N00RD"
KADE = "ten_01K0000000000000KADEH0ST1N"
ACTOR = "operator:demonstration"
OWNER = "noor@studionoord.example"


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
    )
    _open(tenant, brands.STUDIO_NOORD)
    _open(_kade(addresses), brands.KADE)
    if addresses.stripe_api != addresses.stripe:
        print(f"  Connect your own account: ./balie connect stripe --tenant {TENANT}")
        return
    _simulator(addresses, "reset")
    _simulator(addresses, "seed")
    connection = connecting.connect_stripe(
        TENANT, api_key=STUDIO_RESTRICTED, live=False, actor=ACTOR, now=clock.now()
    )
    with open_work(TENANT, ACTOR, Cause.OPERATOR, clock.now()) as work:
        catch_up.start(work, connection.id, Cause.IMPORT)


def _kade(addresses: Addresses) -> Tenant:
    """Another firm of the same deployment, to see that each looks like itself. It has no past."""
    return Tenant(
        id=KADE,
        name="Kade Hosting",
        portal_url=addresses.other_portal,
        support_email="facturen@kadehosting.example",
        live=False,
    )


def _open(tenant: Tenant, look: brands.Look) -> None:
    directory.bind_host(tenant.portal_url.removeprefix("http://"), tenant.id)
    with suppress(Changed), open_work(tenant.id, ACTOR, Cause.OPERATOR, clock.now()) as work:
        tenants.create(work, tenant)
    brands.put_on(tenant.id, look, actor=ACTOR, now=clock.now())


def owners_link() -> str:
    """Where the owner, added when missing, sets up a passkey; "" once that is done."""
    with open_work(TENANT, ACTOR, Cause.OPERATOR, clock.now()) as work:
        try:
            owner = users.with_email(work, OWNER)
        except UserMissing:
            owner = users.add(work, email=OWNER, name="Noor de Wit", role=Role.OWNER)
        return set_up.new_link(work, owner) if owner.state is State.INVITED else ""


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
    if sys.argv[1] == "link":
        print(owners_link())
    else:
        open_firm(Addresses(int(sys.argv[1])))
