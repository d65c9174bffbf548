"""A firm with a Stripe account: the simulator on one side, the real handlers on the other.

`house.hear()` carries every waiting webhook through `webhook_in`, and `house.work_off()` every
queued hint through `provider_events`, the way API Gateway and SQS do.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import stripe

from balie.firm.tenants import service as tenants
from balie.firm.tenants.model import Tenant
from balie.ground.aws import clients, directory, settings
from balie.ground.aws.work import open_work
from balie.ground.core import clock
from balie.ground.core.events import Cause
from balie.ground.core.ids import new_id
from balie.outside.providers import connecting
from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.outbox import Delivery
from dev.stripe.simulator import Simulator
from dev.stripe.transport import client
from functions.provider_events import app as provider_events
from functions.webhook_in import app as webhook_in
from tests.house import lambda_events
from tests.house.lambda_events import LambdaContext

ADDRESS = "http://localhost:8400"
CONTEXT = LambdaContext()


class House:
    def __init__(self, simulator: Simulator, tenant: str, connection: str) -> None:
        self.simulator = simulator
        self.tenant = tenant
        self.connection = connection
        self.stripe: stripe.StripeClient = client(simulator)

    def call(self, method: str, path: str, **params: Any) -> dict[str, Any]:
        """Something that the firm, or Stripe, does at Stripe."""
        answer: dict[str, Any] = self.stripe.raw_request(method, path, **params).data
        return answer

    def hear(self, deliveries: Iterable[Delivery] | None = None) -> None:
        for delivery in self.simulator.take() if deliveries is None else deliveries:
            answer = webhook_in.handler(webhook(delivery), CONTEXT)
            assert answer["statusCode"] == 200, answer

    def hints(self) -> list[dict[str, Any]]:
        """The queued hints of this house, taken off their queues."""
        queues = (settings.provider_events_queue(), settings.backlog_queue())
        return [hint for queue in queues for hint in self.taken(queue)]

    def taken(self, queue: str) -> list[dict[str, Any]]:
        """All messages of a FIFO queue, taken off it."""
        sqs: Any = clients.clients_for(self.tenant).sqs
        if hasattr(sqs, "take"):
            return list(sqs.take(queue))
        taken = []
        while messages := sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"]
        ).get("Messages", []):
            for message in messages:
                group = message["Attributes"]["MessageGroupId"]
                taken.append({"MessageBody": message["Body"], "MessageGroupId": group})
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return taken

    def work_off(
        self, hints: Iterable[dict[str, Any]] | None = None, *, receives: int = 1
    ) -> list[dict[str, Any]]:
        """Every hint through the worker; those that failed come back, in their order."""
        waiting = self.hints() if hints is None else list(hints)
        failed = []
        for start in range(0, len(waiting), 10):
            batch = waiting[start : start + 10]
            event = lambda_events.sqs(batch, receives=receives)
            outcome = provider_events.handler(event, CONTEXT)
            again = {failure["itemIdentifier"] for failure in outcome["batchItemFailures"]}
            records = zip(batch, event["Records"], strict=True)
            failed += [message for message, record in records if record["messageId"] in again]
        return failed

    def settle(self) -> None:
        """Everything that Stripe has to tell, heard and worked off."""
        self.hear()
        failed = self.work_off()
        assert not failed, failed


def open_house(
    simulator: Simulator,
    *,
    tenant: str | None = None,
    api_key: str = STUDIO_RESTRICTED,
    **fields: Any,
) -> House:
    """A new tenant, connected to the simulator's account by a pasted restricted key."""
    tenant = tenant or new_id("ten")
    host = fields.pop("host", f"{tenant.lower().replace('_', '-')}.example")
    directory.bind_host(host, tenant)
    with open_work(tenant, "operator:test", Cause.PERSON, clock.now()) as work:
        tenants.create(
            work,
            Tenant(
                **{
                    "id": tenant,
                    "name": "Studio Noord",
                    "portal_url": f"https://{host}",
                    "support_email": "facturen@studionoord.example",
                    "live": False,
                    **fields,
                }
            ),
        )
    connection = connecting.connect_stripe(
        tenant, api_key=api_key, live=False, actor="operator:test", now=clock.now()
    )
    return House(simulator, tenant, connection.id)


def webhook(delivery: Delivery, *, encoded: bool = False) -> dict[str, Any]:
    """The delivery as API Gateway hands it over."""
    path = urlsplit(delivery.url).path
    _, _, provider, tenant, endpoint = path.split("/")
    return lambda_events.http(
        "POST",
        path,
        headers=delivery.headers,
        body=delivery.body,
        encoded=encoded,
        path_parameters={"provider": provider, "tenant": tenant, "endpoint": endpoint},
    )
