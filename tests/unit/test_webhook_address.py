"""What cannot be a webhook address of ours is refused before anything is read for it."""

import pytest

from balie.ground.core.errors import NotFound
from balie.outside.providers.webhooks import BodyTooLarge, check_address, check_size

TENANT = "ten_01K9S7X4Q8W2E5R1T6Y3U0P9AB"
TOKEN = "Zk3-v9Q_x7TtY0aB1cD2eF"


def test_an_address_of_ours_passes():
    check_address("stripe", TENANT, TOKEN)


@pytest.mark.parametrize(
    ("provider", "tenant", "token"),
    [
        ("mollie", TENANT, TOKEN),
        ("Stripe", TENANT, TOKEN),
        ("", TENANT, TOKEN),
        ("stripe", "", TOKEN),
        ("stripe", TENANT.lower(), TOKEN),
        ("stripe", TENANT[:-1], TOKEN),
        ("stripe", f"{TENANT}A", TOKEN),
        ("stripe", f"{TENANT}\n", TOKEN),
        ("stripe", "ten_../../../../../../etc/pass", TOKEN),
        ("stripe", "ten_01K9S7X4Q8W2E5R1T6Y3U0P9#B", TOKEN),
        ("stripe", "cus_01K9S7X4Q8W2E5R1T6Y3U0P9AB", TOKEN),
        ("stripe", TENANT, ""),
        ("stripe", TENANT, TOKEN[:-1]),
        ("stripe", TENANT, "a" * 65),
        ("stripe", TENANT, f"{TOKEN}\n"),
        ("stripe", TENANT, f"{TOKEN}#"),
        ("stripe", TENANT, f"{TOKEN}é"),
    ],
)
def test_everything_else_gets_one_answer(provider, tenant, token):
    with pytest.raises(NotFound) as caught:
        check_address(provider, tenant, token)
    assert caught.value.detail == "There is no webhook endpoint at this address."


def test_a_body_has_a_largest_size():
    check_size(256 * 1024)
    with pytest.raises(BodyTooLarge):
        check_size(256 * 1024 + 1)
