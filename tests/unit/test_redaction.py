"""What must never stand in a log line does not, and ordinary lines stay readable."""

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.ground.aws.observe import HIDDEN, RedactingFormatter, redacted

TOKEN = "Zk3-v9Q_x7TtY0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sU"
CANARIES = [
    "sanne@vandijk-architecten.example",
    "Sanne.van-Dijk+facturen@mail.vandijk.co.uk",
    "NL91ABNA0417164300",
    "NL91 ABNA 0417 1643 00",
    "BE68539007547034",
    "MT84MALT011000012345MTLCAST001S",
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "_".join(("sk_live", "51H8abcdefgh")),
    "_".join(("rk_test", "51H8abcdefgh")),
    "whsec_0123456789abcdef",
    "access_0123456789abcdef",
    TOKEN,
]
ORDINARY = [
    "webhook taken",
    "hint failed",
    "ten_01K9S7X4Q8W2E5R1T6Y3U0P9AB",
    "inv_01K9S7X4Q8W2E5R1T6Y3U0P9AB",
    "in_1SV9xQB7WZ01zgkWu9fdqL6I",
    "pi_3SV9xQB7WZ01zgkWSjxsAJo3",
    "evt_1SV9xQB7WZ01zgkWu9fdqL6I",
    "2026-11-22T09:30:00.000000Z",
    "2026-11-22 09:30:00,123+0000",
    "01234567-89ab-cdef-0123-456789abcdef",
    "1-5759e988-bd862e3fe1be46a994272793",
    "arn:aws:lambda:eu-west-1:123456789012:function:balie-WebhookIn",
    "F-2026-0042",
    "EUR 1210.00",
    "not_authentic",
    "provider:stripe",
    "balie.ground.core.errors.Changed",
]
TOKENS = st.text(
    alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    min_size=43,
    max_size=43,
)


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("around", ["{}", "got {} from the queue", '{{"value": "{}"}}', "<{}>"])
def test_what_is_secret_or_personal_is_hidden_wherever_it_stands(canary, around):
    line = redacted({"message": around.format(canary), "facts": [{"deep": (canary,)}]})
    assert canary not in json.dumps(line)
    assert HIDDEN in json.dumps(line)


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_lines_stay_as_they_are(line):
    assert redacted(line) == line


@given(TOKENS)
def test_every_token_of_ours_is_hidden(token):
    for around in ("{}", "/sign-in#{}", "__Host-balie_session={}; Path=/", '"{}"'):
        assert token not in redacted(around.format(token))


@pytest.mark.parametrize(
    "name",
    ["authorization", "Cookie", "set-cookie", "password", "webhook_secret", "Stripe-Signature"]
    + ["token", "nonce", "api_key", "apikey", "email", "e-mail", "customer_email", "debtor_iban"],
)
@pytest.mark.parametrize("value", ["x", 482913, ["x", "y"], {"value": "x"}, {"a": {"b": ["x"]}}])
def test_what_a_name_gives_away_is_hidden_whatever_it_is(name, value):
    shown = json.dumps(redacted({name: value})[name])
    assert HIDDEN in shown
    assert '"x"' not in shown
    assert "482913" not in shown


def test_the_shape_stays():
    line = {"a": [1, True, None, 2.5], "b": {"c": "d"}, "token": "", "count": 0}
    assert redacted(line) == line


@pytest.mark.parametrize("value", [b"sanne@vandijk.example", ValueError("sanne@vandijk.example")])
def test_what_is_no_text_yet_is_hidden_in_the_text_it_becomes(value):
    assert "sanne@vandijk.example" not in str(redacted({"error": value}))


def test_a_line_and_its_traceback_are_redacted_on_their_way_out():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(RedactingFormatter())
    log = logging.Logger("test")
    log.addHandler(handler)
    try:
        raise ValueError("no such contact: sanne@vandijk.example")
    except ValueError:
        log.exception("mail to sanne@vandijk.example", extra={"token": "x", "tenant": "ten_1"})
    line = json.loads(out.getvalue())
    assert "sanne@vandijk.example" not in out.getvalue()
    assert (line["tenant"], line["token"]) == ("ten_1", HIDDEN)
    assert "ValueError" in line["exception_name"]
