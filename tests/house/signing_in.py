"""A contact at the portal's door: asking for a link, finding it in the mail, being let in."""

import re
from typing import Any

from balie.ground.aws import settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.relation.auth import model as auth
from balie.relation.auth import store
from balie.relation.customers import service as customers
from tests.house.house import House
from tests.house.memory_aws import MemoryAws
from tests.house.visitor import Answer, Visitor, send_mail

SANNE = "sanne@vandijk.example"
LINK = re.compile(r"https://\S+/sign-in#(\S+)")


def host(house: House) -> str:
    return f"{house.tenant.lower().replace('_', '-')}.example"


def ask(visitor: Visitor, email: str = SANNE) -> Answer:
    return visitor.post("/api/sign-in", {"email": email, "language": "nl"})


def mailed(memory: MemoryAws) -> list[dict[str, Any]]:
    """All mail so far, after the worker has sent what waits."""
    assert not send_mail(memory.sqs.take(settings.mail_queue()))
    return memory.sesv2.sent


def recipients(memory: MemoryAws) -> list[str]:
    return [mail["Destination"]["ToAddresses"][0] for mail in mailed(memory)]


def link_token(memory: MemoryAws) -> str:
    """Of the newest mail."""
    found = LINK.search(mailed(memory)[-1]["Content"]["Simple"]["Body"]["Text"]["Data"])
    assert found
    return found[1]


def let_in(house: House, memory: MemoryAws, email: str = SANNE) -> Visitor:
    """By the mail, as people are."""
    visitor = Visitor(host(house))
    ask(visitor, email)
    answer = visitor.post("/api/sign-in/redeem", {"token": link_token(memory)})
    assert answer.status == 200, answer.text
    return visitor


def signed_in(house: House, ref: str) -> Visitor:
    """As the first contact of the customer, without the mail."""
    token = auth.new_token()
    with open_work(house.tenant, "test", Cause.PERSON, clock.now()) as work:
        customer_id = customers.id_of_ref(work, house.connection, ref)
        assert customer_id
        (contact,) = customers.contacts(work, customer_id)
        session = auth.new_session(contact, work.now)
        store.save_session(work, auth.digest(token), session)
    visitor = Visitor(host(house))
    visitor.jar["__Host-balie_session"] = token
    return visitor
