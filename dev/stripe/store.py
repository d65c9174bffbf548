"""Every object the simulated account holds, by kind, in the order of creation."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from dev.stripe.errors import no_such

Obj = dict[str, Any]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Store:
    """Objects as Stripe shows them, references as ids. Keys starting with `_` are never shown."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.count = 0
        self.kinds: dict[str, dict[str, Obj]] = {}
        self.by_id: dict[str, Obj] = {}
        self.deleted: dict[str, str] = {}

    def token(self, length: int) -> str:
        """Letters and digits that never repeat and are the same for the same history."""
        self.count += 1
        digest = hashlib.blake2b(f"{self.seed}:{self.count}".encode()).digest()
        return "".join(ALPHABET[byte % 62] for byte in digest[:length])

    def add(self, prefix: str, obj: Obj) -> Obj:
        """Fills in the id unless the object brings one."""
        obj.setdefault("id", f"{prefix}_1{self.token(23)}")
        self.kinds.setdefault(obj["object"], {})[obj["id"]] = obj
        self.by_id[obj["id"]] = obj
        return obj

    def get(self, kind: str, ref: str, param: str = "id", status: int = 404) -> Obj:
        obj = self.kinds.get(kind, {}).get(ref)
        if obj is None:
            raise no_such(kind, ref, param, status)
        return obj

    def referred(self, kind: str, ref: str, param: str) -> Obj:
        """The object a parameter names; Stripe answers 400 when there is none."""
        return self.get(kind, ref, param, 400)

    def newest_first(self, kind: str) -> Iterator[Obj]:
        return reversed(self.kinds.get(kind, {}).values())

    def where(self, kind: str, wanted: Callable[[Obj], bool]) -> list[Obj]:
        """Oldest first."""
        return [obj for obj in self.kinds.get(kind, {}).values() if wanted(obj)]

    def delete(self, obj: Obj) -> Obj:
        """It stays in `by_id`, for what still refers to it."""
        del self.kinds[obj["object"]][obj["id"]]
        self.deleted[obj["id"]] = obj["object"]
        return {"id": obj["id"], "object": obj["object"], "deleted": True}

    def forget(self, obj: Obj) -> None:
        del self.kinds[obj["object"]][obj["id"]]
        del self.by_id[obj["id"]]

    def state(self) -> Obj:
        return {
            "seed": self.seed,
            "count": self.count,
            "kinds": {kind: list(objects.values()) for kind, objects in self.kinds.items()},
            "deleted": [self.by_id[ref] for ref in self.deleted],
        }

    def restore(self, state: Obj) -> None:
        self.seed, self.count = state["seed"], state["count"]
        self.deleted = {obj["id"]: obj["object"] for obj in state["deleted"]}
        self.kinds = {
            kind: {obj["id"]: obj for obj in objects} for kind, objects in state["kinds"].items()
        }
        self.by_id = {obj["id"]: obj for obj in state["deleted"]}
        for objects in self.kinds.values():
            self.by_id |= objects


def copied(value: Any) -> Any:
    """A deep copy of JSON-like data."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value
