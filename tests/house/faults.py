"""Failures of AWS and of the provider by chance, and the patience of queues and webhooks with them.

A call fails before it has left, or after it was done, which the caller cannot tell apart.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, get_args

from balie.ground.aws import settings
from balie.ground.aws.direct import Refused, Unreachable
from dev.stripe.faults import Kind
from dev.stripe.outbox import Delivery
from dev.stripe.simulator import Simulator
from functions.catch_up import app as catch_up
from functions.provider_events import app as provider_events
from functions.webhook_in import app as webhook_in
from tests.house import lambda_events
from tests.house.house import CONTEXT, House, webhook
from tests.house.memory_aws import MemoryAws

PROVIDERS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "latency")
Handler = Callable[[dict[str, Any], Any], Any]
Message = dict[str, Any]


def throttled() -> Exception:
    return Refused("Call", "ProvisionedThroughputExceededException")


def too_many() -> Exception:
    return Refused("Call", "ThrottlingException")


def conflict() -> Exception:
    reasons = ("None", "TransactionConflict")
    return Refused("Call", "TransactionCanceledException", reasons=reasons)


def timed_out() -> Exception:
    return Unreachable("https://aws.invalid: timed out")


TRANSACTION = "dynamodb.TransactWriteItems"
AT: dict[tuple[str, str], tuple[Callable[[], Exception], ...]] = {
    ("dynamodb.GetItem", "before"): (throttled, timed_out),
    ("dynamodb.Query", "before"): (throttled, timed_out),
    (TRANSACTION, "before"): (throttled, timed_out),
    (TRANSACTION, "after"): (timed_out,),
    ("kms.Decrypt", "before"): (too_many,),
    ("sqs.SendMessage", "before"): (too_many, timed_out),
    ("sqs.SendMessage", "after"): (timed_out,),
    ("sqs.SendMessageBatch", "before"): (too_many, timed_out),
    ("sqs.SendMessageBatch", "after"): (timed_out,),
}


class Faults:
    """rate: of attempts that fail. attempts: that the AWS clients make before a caller hears of it.

    Nobody makes a transaction again that others were in the way of, but for the product itself.
    """

    def __init__(self, seed: int, rate: float, *, attempts: int = 1) -> None:
        self.struck: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._rate = rate
        self._attempts = attempts

    @contextmanager
    def on(self, memory: MemoryAws, simulator: Simulator) -> Iterator[None]:
        memory.interfere_with(self._interfere)
        simulator.faults.clear(self._chance.randrange(2**32))
        for kind in PROVIDERS:
            simulator.faults.add(kind, probability=self._rate / len(PROVIDERS))
        try:
            yield
        finally:
            simulator.faults.clear()
            memory.interfere_with(lambda _name, _moment: None)

    def _interfere(self, name: str, moment: str) -> None:
        if name == TRANSACTION and moment == "before" and self._chance.random() < self._rate:
            self._strike(conflict, f"{moment} {name}")
        faults = AT.get((name, moment))
        if faults and self._chance.random() < self._rate**self._attempts:
            self._strike(self._chance.choice(faults), f"{moment} {name}")

    def _strike(self, fault: Callable[[], Exception], where: str) -> None:
        self.struck[f"{fault.__name__} {where}"] += 1
        raise fault()


def settle(house: House, chance: random.Random) -> int:
    """All that waits, in any order and as often as it takes; how often something came again."""
    return _hear(house, chance) + _work_off(house, chance)


def _hear(house: House, chance: random.Random) -> int:
    waiting, again = house.simulator.take(), 0
    while waiting:
        chance.shuffle(waiting)
        waiting = [delivery for delivery in waiting if not _is_taken(delivery)]
        again += len(waiting)
    return again


def _is_taken(delivery: Delivery) -> bool:
    try:
        return bool(webhook_in.handler(webhook(delivery), CONTEXT)["statusCode"] == 200)
    except Exception:
        return False  # API Gateway answers 500, and the provider tells it again


def _work_off(house: House, chance: random.Random) -> int:
    again = 0
    waiting: list[tuple[Handler, Message, int]] = []
    while waiting := waiting + _new(house):
        chance.shuffle(waiting)
        waiting = [
            (handler, message, receives + 1)
            for handler, message, receives in waiting
            if _fails(handler, message, receives)
        ]
        again += len(waiting)
    return again


def _new(house: House) -> list[tuple[Handler, Message, int]]:
    pages = house.taken(settings.catch_up_queue())
    return [
        *((catch_up.handler, message, 1) for message in pages),
        *((provider_events.handler, message, 1) for message in house.hints()),
    ]


def _fails(handler: Handler, message: Message, receives: int) -> bool:
    event = lambda_events.sqs([message], receives=receives)
    return bool(handler(event, CONTEXT)["batchItemFailures"])
