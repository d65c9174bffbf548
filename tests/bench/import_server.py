"""AWS and Stripe on loopback for one import: what is written stays, and messages can be taken.

    python -m tests.bench.import_server INVOICES

Each invoice is paid in two parts; ten belong to a customer. The first line that it prints says
where it listens; a GET of /work answers with the messages that wait, of /asked with the number of
requests to Stripe, of /stood with how the import stands.
"""

import hashlib
import json
import os
import re
import sys
from collections import defaultdict
from http.server import ThreadingHTTPServer
from typing import Any

from balie.ground.aws import settings
from balie.ground.core.events import Cause
from dev.children import die_with_parent
from dev.stripe.simulator import Simulator
from tests.bench.furnished import in_memory
from tests.bench.loopback import Endpoint, environment
from tests.house import catching_up, invoices
from tests.house.house import House, open_house
from tests.house.memory_aws import MemoryAws

TAKEN = 10
NAMED = re.compile(r"\b(in|pi)_\w+")


class ImportEndpoint(Endpoint):
    house: House
    simulator: Simulator
    begun: str
    waiting: list[tuple[str, Any]]
    links: "Links"
    asked = 0

    def do_GET(self) -> None:
        asked = {"/work": self._work, "/asked": lambda: type(self).asked, "/stood": self._stood}
        if self.path in asked:
            self._answer(200, {}, json.dumps(asked[self.path]()).encode())
            return
        type(self).asked += 1
        self.links.narrow(self.path)
        self._answer(*self.simulator.handle("GET", self.path, dict(self.headers), b""))

    def _work(self) -> list[tuple[str, Any]]:
        """Function and message."""
        if not self.waiting:
            self.waiting += (("provider_events", message) for message in self.house.hints())
            pages = self.house.taken(settings.catch_up_queue())
            self.waiting += (("catch_up", message) for message in pages)
        taken = self.waiting[:TAKEN]
        del self.waiting[:TAKEN]
        return taken

    def _stood(self) -> dict[str, Any]:
        stood = catching_up.progress(self.house, self.begun)
        return {"found": stood.found, "done": stood.done, "complete": stood.is_complete}

    def _aws(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems":
            params.pop("ClientRequestToken", None)
            return self.aws.dynamodb.transact_write_items(**params)
        if operation == "SendMessage":
            digest = hashlib.md5(params["MessageBody"].encode(), usedforsecurity=False)
            return {**self.aws.sqs.send_message(**params), "MD5OfMessageBody": digest.hexdigest()}
        if operation == "SendMessageBatch":
            self.aws.sqs.send_message_batch(**params)
            return {"Successful": [_taken(entry) for entry in params["Entries"]], "Failed": []}
        return super()._aws(service, operation, params)


class Links:
    """The invoice payments, by what they are asked for by.

    The simulator looks through all of them at each call: with tens of thousands it would be that
    which is measured. Nothing changes at the provider while an import is measured, and its worker
    asks for one thing at a time.
    """

    def __init__(self, simulator: Simulator) -> None:
        self._kinds = simulator.world.store.kinds
        self._all = self._kinds["invoice_payment"]
        self._by: dict[str, dict[str, Any]] = defaultdict(dict)
        for ref, link in self._all.items():
            self._by[link["invoice"]][ref] = link
            self._by[link["payment"]["payment_intent"]][ref] = link

    def narrow(self, path: str) -> None:
        named = NAMED.search(path)
        self._kinds["invoice_payment"] = self._by[named[0]] if named else self._all


def _taken(entry: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False)
    return {"Id": entry["Id"], "MessageId": entry["Id"], "MD5OfMessageBody": digest.hexdigest()}


def fill(house: House, count: int) -> None:
    for number in range(count):
        if number % 10 == 0:
            owner = invoices.customer(house)
        ref = invoices.open_invoice(house, of=owner)
        invoices.pay_part(house, ref, 5_000)
        invoices.pay_part(house, ref, 7_100)
        house.simulator.take()


def main() -> None:
    die_with_parent(os.getppid())
    aws = MemoryAws()
    with in_memory(aws) as simulator:
        house = open_house(simulator)
        fill(house, int(sys.argv[1]))
        ImportEndpoint.aws, ImportEndpoint.house = aws, house
        ImportEndpoint.simulator, ImportEndpoint.waiting = simulator, []
        ImportEndpoint.links = Links(simulator)
        ImportEndpoint.begun = catching_up.begin(house, Cause.IMPORT)
        server = ThreadingHTTPServer(("127.0.0.1", 0), ImportEndpoint)
        server.daemon_threads = True
        said = {"environment": environment(server.server_address[1])}
        print(json.dumps(said), file=sys.__stdout__, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
