"""Everything one can do to the simulator by name: for the control page and for `/_sim/…`."""

from collections.abc import Callable, Mapping
from typing import Any

from dev.stripe import firm
from dev.stripe.errors import ApiError, invalid
from dev.stripe.simulator import Simulator

Given = Mapping[str, Any]
Command = Callable[[Simulator, Given], Any]


def state(simulator: Simulator) -> dict[str, Any]:
    world = simulator.world
    with simulator.lock:
        return {
            "now": world.now(),
            "calls": dict(simulator.calls),
            "faults": simulator.faults.shown(),
            "webhooks": {
                "held": world.outbox.held,
                "waiting": [waiting.event["type"] for waiting in world.outbox.waiting],
                "dropped": len(world.outbox.dropped),
            },
            "objects": {kind: len(objects) for kind, objects in world.store.kinds.items()},
        }


def _clock(simulator: Simulator, given: Given) -> None:
    if "at" in given:
        simulator.advance(seconds=int(given["at"]) - simulator.clock.now())
    else:
        simulator.advance(days=float(given.get("days", 0)), seconds=int(given.get("seconds", 0)))


def _add_fault(simulator: Simulator, given: Given) -> Any:
    options: dict[str, Any] = {name: given[name] for name in ("path", "method") if given.get(name)}
    for name, read in FAULT_NUMBERS.items():
        if given.get(name) not in (None, ""):
            options[name] = read(given[name])
    return vars(simulator.faults.add(given["kind"], **options))


FAULT_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "probability": float,
    "times": int,
    "status": int,
    "retry_after": int,
    "seconds": float,
}


def _webhooks(simulator: Simulator, given: Given) -> None:
    outbox, seed = simulator.world.outbox, int(given.get("seed", 0))
    chance = float(given.get("probability", 1.0))
    act = given.get("do")
    with simulator.acting():
        if act in ("hold", "release"):
            outbox.held = act == "hold"
        elif act == "shuffle":
            outbox.shuffle(seed)
        elif act == "double":
            outbox.double(seed, chance)
        elif act == "drop":
            outbox.drop(seed, chance, given.get("event_type"))
        else:
            raise invalid(f"Unknown webhook command: {act}", "do")


def _charge(simulator: Simulator, given: Given) -> str:
    """The charge named, or the last successful one of the invoice named."""
    if given.get("charge"):
        return str(given["charge"])
    charges = simulator.people.charges_of(str(given.get("invoice")))
    paid = [charge["id"] for charge in charges if charge["status"] == "succeeded"]
    if not paid:
        raise invalid("No successful charge of this invoice.", "invoice")
    return str(paid[-1])


def _pay(simulator: Simulator, given: Given) -> Any:
    amount = given.get("amount")
    error = simulator.people.pay(
        given["invoice"],
        given.get("method", "card"),
        outcome=given.get("outcome", "ok"),
        amount=None if amount in (None, "") else int(amount),
    )
    return _outcome(error)


def _outcome(error: ApiError | None) -> dict[str, Any]:
    return {"paid": error is None, "error": error and error.error}


def _refund(simulator: Simulator, given: Given) -> Any:
    amount = given.get("amount")
    charge = _charge(simulator, given)
    return simulator.people.refund(charge, None if amount in (None, "") else int(amount))


def _dispute(simulator: Simulator, given: Given) -> Any:
    amount = given.get("amount")
    return simulator.people.dispute(
        _charge(simulator, given),
        given.get("reason", "fraudulent"),
        amount=None if amount in (None, "") else int(amount),
        inquiry=given.get("inquiry") in (True, "true", "1"),
    )


def _decide(simulator: Simulator, given: Given) -> Any:
    won = given.get("won") in (True, "true", "1")
    return simulator.people.decide_dispute(given["dispute"], won=won)


COMMANDS: dict[str, Command] = {
    "approve": lambda s, given: _outcome(s.people.approve(given["intent"])),
    "clear_faults": lambda s, given: s.faults.clear(int(given.get("seed", 0))),
    "clock": _clock,
    "decide_dispute": _decide,
    "dispute": _dispute,
    "escalate_dispute": lambda s, given: s.people.escalate_dispute(given["dispute"]),
    "fail": lambda s, given: _outcome(s.people.fail(given["invoice"], given.get("method", "card"))),
    "fail_refund": lambda s, given: s.people.fail_refund(given["refund"]),
    "faults": _add_fault,
    "keys": lambda s, given: s.keys.add(given["key"], given.get("permissions", ["*"])),
    "pay": _pay,
    "refund": _refund,
    "reset": lambda s, given: s.reset(),
    "revoke_mandate": lambda s, given: s.people.revoke_mandate(given["mandate"]),
    "seed": lambda s, given: firm.seed(s),
    "settle": lambda s, given: s.people.settle(given["intent"]),
    "webhooks": _webhooks,
}


def run(simulator: Simulator, name: str, given: Given) -> Any:
    """Raises ApiError for what cannot be done, also when a needed value is missing."""
    command = COMMANDS.get(name)
    if command is None:
        raise invalid(f"Unknown command: {name}", status=404)
    try:
        return command(simulator, given)
    except KeyError as error:
        raise invalid(f"Missing: {error.args[0]}", str(error.args[0])) from error
    except ValueError as error:
        raise invalid(str(error)) from error
