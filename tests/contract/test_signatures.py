"""Our check of Stripe's signature against the SDK's, vector by vector.

We must never accept what the SDK refuses, but for two spellings of the header that say the same;
where we refuse what it accepts, the vector says why.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import stripe
import time_machine

from balie.outside.providers.stripe import verify

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
T = int(NOW.timestamp())
SECRET = "whsec_0123456789abcdef0123456789abcdef"
OTHER = "whsec_fedcba9876543210fedcba9876543210"
BODY = b'{"id": "evt_1", "object": "event", "type": "invoice.paid"}'


def signature(body: bytes = BODY, at: int = T, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()


GOOD = signature()
WRONG = "0" * 64
OF_BODY_ALONE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()


@dataclass
class Vector:
    """ours: whether we accept it. sdk: whether the SDK does. why: the reason for a difference."""

    name: str
    ours: bool
    sdk: bool
    header: str = f"t={T},v1={GOOD}"
    body: bytes = BODY
    secret: str = SECRET
    why: str = ""


def of_body(name: str, body: bytes) -> Vector:
    return Vector(name, True, True, f"t={T},v1={signature(body)}", body)


VECTORS = [
    Vector("valid", True, True),
    Vector("valid with v0 beside it", True, True, f"t={T},v1={GOOD},v0={WRONG}"),
    Vector("second of two fits", True, True, f"t={T},v1={WRONG},v1={GOOD}"),
    Vector("v1 before t", True, True, f"v1={GOOD},t={T}"),
    Vector("299 seconds old", True, True, f"t={T - 299},v1={signature(at=T - 299)}"),
    of_body("emoji and accents", '{"id": "evt_1", "name": "Café 🧾 naïve"}'.encode()),
    of_body("line ends of Windows", b'{"id": "evt_1",\r\n "type": "invoice.paid"}\r\n'),
    of_body("an empty body", b""),
    of_body("a byte order mark", b"\xef\xbb\xbf" + BODY),
    Vector("two of ten fit", True, True, f"t={T}," + ",".join([f"v1={GOOD}"] * 10)),
    Vector("no header", False, False, ""),
    Vector("nonsense", False, False, "nonsense"),
    Vector("v0 only", False, False, f"t={T},v0={GOOD}"),
    Vector("v1 is empty", False, False, f"t={T},v1="),
    Vector("wrong secret", False, False, secret=OTHER),
    Vector("empty secret", False, False, f"t={T},v1={signature(secret='')}", secret=""),
    Vector("altered body", False, False, body=BODY.replace(b"paid", b"void")),
    Vector("a space more in the body", False, False, body=BODY + b" "),
    Vector("signed without the time", False, False, f"t={T},v1={OF_BODY_ALONE}"),
    Vector("301 seconds old", False, False, f"t={T - 301},v1={signature(at=T - 301)}"),
    Vector("an old signature under a new time", False, False, f"t={T},v1={signature(at=T - 999)}"),
    Vector("no time", False, False, f"v1={GOOD}"),
    Vector("an empty time", False, False, f"t=,v1={GOOD}"),
    Vector("a time in words", False, False, f"t=now,v1={GOOD}"),
    Vector("upper-case digits", False, False, f"t={T},v1={GOOD.upper()}"),
    Vector("half a signature", False, False, f"t={T},v1={GOOD[:32]}"),
    Vector("a signature and more", False, False, f"t={T},v1={GOOD}0"),
    Vector("letters that are not ASCII", False, False, f"t={T},v1=é{GOOD[1:]}"),
]
STRICTER = [
    Vector(
        "from the future",
        False,
        True,
        f"t={T + 301},v1={signature(at=T + 301)}",
        why="a signature that is good for hours could be kept and replayed",
    ),
    Vector(
        "the time twice",
        False,
        True,
        f"t={T},t={T - 9000},v1={GOOD}",
        why="which of two counts is a matter of taste, and taste is attacked",
    ),
    Vector(
        "eleven signatures",
        False,
        True,
        f"t={T}," + "".join([f"v1={WRONG},"] * 10) + f"v1={GOOD}",
        why="Stripe sends two while a secret rotates; the work is bounded",
    ),
    Vector(
        "a header of kilobytes",
        False,
        True,
        f"t={T},v1={GOOD},v2=" + "0" * 4096,
        why="the work is bounded",
    ),
    Vector(
        "a secret that could be guessed",
        False,
        True,
        f"t={T},v1={signature(secret='hunter2')}",
        secret="hunter2",
        why="Stripe's are 38 characters: this one was put there by mistake",
    ),
    Vector(
        "a time with a sign",
        False,
        True,
        f"t=+{T},v1={GOOD}",
        why="digits, as documented",
    ),
    Vector(
        "a time with a zero in front",
        False,
        True,
        f"t=0{T},v1={GOOD}",
        why="what is signed is the text of the header",
    ),
    Vector(
        "an equals sign behind the signature",
        False,
        True,
        f"t={T},v1={GOOD}=",
        why="hexadecimal digits, as documented",
    ),
]
SAME_IN_OTHER_WORDS = [
    Vector(
        "spaces behind the commas",
        True,
        False,
        f"t={T}, v1={GOOD}",
        why="a proxy that joins header lines writes them so",
    ),
    Vector(
        "a bare word",
        True,
        False,
        f"t={T},v1,v1={GOOD}",
        why="it is a signature that does not fit, beside one that does",
    ),
]
ALL = [*VECTORS, *STRICTER, *SAME_IN_OTHER_WORDS]


def we_accept(vector: Vector) -> bool:
    try:
        verify.verify(vector.body, vector.header, [vector.secret], NOW)
    except verify.NotAuthentic:
        return False
    return True


def the_sdk_accepts(vector: Vector) -> bool:
    """A body that is authentic but no JSON has passed the check."""
    with time_machine.travel(NOW, tick=False):
        try:
            stripe.Webhook.construct_event(
                vector.body, vector.header, vector.secret, api_key="sk_test_none"
            )
        except (stripe.SignatureVerificationError, TypeError):  # it stumbles over letters
            return False
        except (ValueError, KeyError, AttributeError):
            return True
    return True


@pytest.mark.parametrize("vector", ALL, ids=lambda vector: vector.name)
def test_we_answer_as_written(vector):
    assert we_accept(vector) is vector.ours


@pytest.mark.parametrize("vector", ALL, ids=lambda vector: vector.name)
def test_the_sdk_answers_as_written(vector):
    assert the_sdk_accepts(vector) is vector.sdk


@pytest.mark.parametrize("vector", ALL, ids=lambda vector: vector.name)
def test_every_difference_has_a_reason(vector):
    assert (vector.ours != vector.sdk) == bool(vector.why)


def test_while_a_secret_rotates_either_fits():
    header = f"t={T},v1={signature(secret=OTHER)}"
    verify.verify(BODY, header, [SECRET, OTHER], NOW)
    verify.verify(BODY, header, [OTHER, SECRET], NOW)


def test_without_any_secret_nothing_is_authentic():
    with pytest.raises(verify.NotAuthentic):
        verify.verify(BODY, f"t={T},v1={GOOD}", [], NOW)


def test_a_body_that_is_no_text_is_checked_as_bytes():
    body = b"\xff\xfe\x00"
    verify.verify(body, f"t={T},v1={signature(body)}", [SECRET], NOW)


@pytest.mark.parametrize(
    "header", [f"t={T},v1=\ud800{GOOD}", f"t=\u0661{T},v1={GOOD}", "\x00", "=" * 50, "," * 4096]
)
def test_no_header_makes_the_check_stumble(header):
    with pytest.raises(verify.NotAuthentic):
        verify.verify(BODY, header, [SECRET], NOW)
