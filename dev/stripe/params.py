"""Which parameters a call knows, and of which type: read off the typed SDK, on first use."""

import sys
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin

import stripe
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from dev.stripe.errors import ApiError, invalid

Reader = Callable[[Any, str], Any]
FOREIGN = {"Mapping": Mapping, "StripeContext": object}
"""Names in the options every SDK call takes, which are no parameters of Stripe's."""


def read(schema: str, raw: dict[str, Any]) -> dict[str, Any]:
    """schema: a class of `stripe.params`. Unset values (`""` where allowed) come back as None."""
    fields, required = _fields(getattr(stripe.params, schema))
    return _read_hash(fields, required, raw, "")


def known(schema: str) -> set[str]:
    return set(_fields(getattr(stripe.params, schema))[0])


@cache
def _fields(schema: type) -> tuple[dict[str, Reader], frozenset[str]]:
    own = set(schema.__annotations__) - set(RequestOptions.__annotations__)
    hints = typing.get_type_hints(schema, vars(sys.modules[schema.__module__]), FOREIGN)
    required = own & set(getattr(schema, "__required_keys__", ()))
    return {name: _reader(hints[name]) for name in own}, frozenset(required)


def _read_hash(
    fields: dict[str, Reader], required: frozenset[str], raw: dict[str, Any], inside: str
) -> dict[str, Any]:
    def name(key: str) -> str:
        return f"{inside}[{key}]" if inside else key

    unknown = [name(key) for key in raw if key not in fields]
    if unknown:
        raise _unknown(unknown)
    for key in sorted(required):
        if key not in raw:
            raise invalid(f"Missing required param: {name(key)}.", name(key), "parameter_missing")
    return {key: fields[key](value, name(key)) for key, value in raw.items()}


def _unknown(names: list[str]) -> ApiError:
    if names[0] == "payment_method_types":
        return invalid(
            "The `payment_method_types` parameter is no longer supported. Use dynamic payment "
            "methods, `allowed_payment_method_types` or `excluded_payment_method_types`.",
            "payment_method_types",
            "payment_method_types_no_longer_supported",
        )
    plural = "s" if len(names) > 1 else ""
    message = f"Received unknown parameter{plural}: {', '.join(names)}"
    return invalid(message, names[0], "parameter_unknown")


def _reader(hint: Any) -> Reader:
    origin = get_origin(hint)
    if origin in (NotRequired, Required):
        return _reader(get_args(hint)[0])
    if origin is Union or origin is types.UnionType:
        return _union(list(get_args(hint)))
    if origin is Literal:
        return _literal(get_args(hint))
    if origin is list:
        return _array(_reader(get_args(hint)[0]))
    if origin is dict:
        return _mapping(_reader_of_values(get_args(hint)[1]))
    if is_typeddict(hint):
        return _hash(hint)
    return SCALARS.get(hint, _anything)


def _union(parts: list[Any]) -> Reader:
    """The SDK writes enums as `Literal[...] | str` and what may be unset as `Literal[""] | x`."""
    choices = [value for part in parts if get_origin(part) is Literal for value in get_args(part)]
    emptyable = "" in choices
    choices = [choice for choice in choices if choice != ""]
    rest = [part for part in parts if get_origin(part) is not Literal and part is not type(None)]
    nested = [_reader(part) for part in rest if _is_nested(part)][:1]
    plain = [
        _reader(part) for part in rest if not _is_nested(part) and not (choices and part is str)
    ]
    if choices:
        plain.insert(0, _literal(tuple(choices)))

    def union(raw: Any, name: str) -> Any:
        if raw == "" and emptyable:
            return None
        readers = nested if isinstance(raw, dict) and nested else plain or nested
        return _first_that_reads(readers, raw, name)

    return union


def _first_that_reads(readers: list[Reader], raw: Any, name: str) -> Any:
    for reader in readers[:-1]:
        try:
            return reader(raw, name)
        except ApiError:
            continue
    return readers[-1](raw, name)


def _is_nested(part: Any) -> bool:
    return (
        get_origin(part) in (list, dict)
        or is_typeddict(part)
        or get_origin(part) is UntypedStripeObject
    )


def _hash(schema: type) -> Reader:
    def hash_(raw: Any, name: str) -> Any:
        if not isinstance(raw, dict):
            raise invalid("Invalid object", name)
        fields, required = _fields(schema)
        return _read_hash(fields, required, raw, name)

    return hash_


def _array(item: Reader) -> Reader:
    def array(raw: Any, name: str) -> Any:
        if not isinstance(raw, dict) or not all(key.isdecimal() for key in raw):
            raise invalid("Invalid array", name)
        keys = sorted(raw, key=int)
        return [item(raw[key], f"{name}[{key}]") for key in keys]

    return array


def _reader_of_values(hint: Any) -> Reader:
    if hint is str:
        return lambda raw, name: raw if isinstance(raw, str) else _text(raw, name)
    return _reader(hint)


def _mapping(item: Reader) -> Reader:
    def mapping(raw: Any, name: str) -> Any:
        if not isinstance(raw, dict):
            raise invalid("Invalid object", name)
        return {key: item(value, f"{name}[{key}]") for key, value in raw.items()}

    return mapping


def _literal(choices: tuple[Any, ...]) -> Reader:
    by_text = {str(choice): choice for choice in choices}

    def literal(raw: Any, name: str) -> Any:
        if not isinstance(raw, str) or raw not in by_text:
            listed = ", ".join(by_text) if len(by_text) < 20 else "the documented values"
            raise invalid(f"Invalid {name}: must be one of {listed}", name)
        return by_text[raw]

    return literal


def _text(raw: Any, name: str) -> Any:
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {raw}", name)
    if raw == "":
        raise invalid(
            f"You passed an empty string for '{name}'. We assume empty values are an attempt to "
            f"unset a parameter; however '{name}' cannot be unset. You should remove '{name}' "
            "from your request or supply a non-empty value.",
            name,
            "parameter_invalid_empty",
        )
    if len(raw) > 5000:
        raise invalid(f"Invalid string: {name} must be at most 5000 characters", name)
    return raw


def _integer(raw: Any, name: str) -> Any:
    digits = raw.removeprefix("-") if isinstance(raw, str) else ""
    if not (digits.isascii() and digits.isdecimal()):
        raise invalid(f"Invalid integer: {raw}", name, "parameter_invalid_integer")
    return int(raw)


def _decimal(raw: Any, name: str) -> Any:
    try:
        value = Decimal(raw)
    except (InvalidOperation, TypeError, ValueError):
        raise invalid(f"Invalid decimal: {raw}", name) from None
    if not value.is_finite():
        raise invalid(f"Invalid decimal: {raw}", name)
    return raw


def _number(raw: Any, name: str) -> Any:
    return float(_decimal(raw, name))


def _boolean(raw: Any, name: str) -> Any:
    if raw not in ("true", "false"):
        raise invalid(f"Invalid boolean: {raw}", name)
    return raw == "true"


def _anything(raw: Any, name: str) -> Any:
    return raw


SCALARS: dict[Any, Reader] = {
    str: _text,
    int: _integer,
    bool: _boolean,
    float: _number,
    Decimal: _decimal,
}


def choices(schema: str, name: str) -> set[str]:
    """The values the SDK lists for a parameter, such as all event types."""
    cls = getattr(stripe.params, schema)
    hint = typing.get_type_hints(cls, vars(sys.modules[cls.__module__]), FOREIGN)[name]
    found: set[str] = set()
    pending = [hint]
    while pending:
        part = pending.pop()
        if get_origin(part) is Literal:
            found |= set(get_args(part))
        else:
            pending += get_args(part)
    return found
