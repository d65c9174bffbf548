"""Metadata as Stripe keeps it: merged on update, a key unset by an empty value."""

from typing import Any

from dev.stripe.errors import invalid
from dev.stripe.store import Obj


def merged(old: dict[str, str], params: dict[str, Any]) -> dict[str, str]:
    """The metadata after a call with these parameters; None clears all of it."""
    if "metadata" not in params:
        return old
    given = params["metadata"]
    if given is None:
        return {}
    new = {key: value for key, value in (old | given).items() if value != ""}
    if len(new) > 50:
        raise invalid("Metadata can have up to 50 keys.", "metadata")
    for key, value in given.items():
        if len(key) > 40:
            raise invalid(f"Metadata keys can be up to 40 characters: {key}", "metadata")
        if len(value) > 500:
            message = f"Metadata values can have up to 500 characters: {key}"
            raise invalid(message, f"metadata[{key}]")
    return new


def take(obj: Obj, params: dict[str, Any], fields: tuple[str, ...]) -> Obj:
    """The changes these parameters make to an object's plain fields and its metadata."""
    changes = {name: params[name] for name in fields if name in params}
    if "metadata" in params:
        changes["metadata"] = merged(obj.get("metadata") or {}, params)
    return changes
