"""References with check digits: which there are, and whether what stands there is one."""

import re

SPACES = re.compile(r"[\s./*+-]")
CREDITOR = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
BELGIAN_IN_TEXT = re.compile(
    r"(\+\+\+|\*\*\*)\s?([0-9]{3})\s?/\s?([0-9]{4})\s?/\s?([0-9]{5})\s?(\+\+\+|\*\*\*)"
)
DUTCH_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
SWISS_CARRY = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def checked(text: str) -> str | None:
    """The reference without spaces and signs when its check digits fit, else None.

    RF (ISO 11649), the Belgian OGM of 12 digits, the Dutch betalingskenmerk of 16 and the Swiss QR
    or ISR reference of 27.
    """
    plain = SPACES.sub("", text).upper()
    if CREDITOR.fullmatch(plain):
        return plain if _mod_97(plain[4:] + plain[:4]) == 1 else None
    if not (plain.isascii() and plain.isdigit()):
        return None
    rule = {12: _is_belgian, 16: _is_dutch, 27: _is_swiss}.get(len(plain))
    return plain if rule and rule(plain) else None


def in_text(text: str) -> str | None:
    """The OGM between +++ or ***, or the RF that the whole text is; None when there is none or
    several. Loose digits are for whoever knows which references were given out.
    """
    if CREDITOR.fullmatch(SPACES.sub("", text).upper()):
        return checked(text)
    found = {checked("".join(one[1:4])) for one in BELGIAN_IN_TEXT.findall(text)}
    return found.pop() if len(found) == 1 else None


def iban_in(text: str) -> str | None:
    """The IBAN that a text is, spaces aside. Check digits are not asked for: a bank wrote it."""
    plain = "".join(text.split()).upper()
    return plain if IBAN.fullmatch(plain) else None


def belgian_iban(number: str) -> str:
    """number: a Belgian account of before IBAN, 12 digits."""
    return f"BE{98 - _mod_97(number + 'BE00'):02}{number}"


def is_iban(text: str) -> bool:
    """With check digits that fit, ISO 13616."""
    return IBAN.fullmatch(text) is not None and _mod_97(text[4:] + text[:4]) == 1


def _mod_97(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def _is_belgian(digits: str) -> bool:
    return (int(digits[:10]) % 97 or 97) == int(digits[10:])


def _is_dutch(digits: str) -> bool:
    """The first digit checks the fifteen after it, modulo 11 from the right.

    https://www.betaalvereniging.nl (Betalingskenmerk, acceptgiro).
    """
    total = sum(
        int(digit) * DUTCH_WEIGHTS[place % 10] for place, digit in enumerate(reversed(digits[1:]))
    )
    return {10: 1, 11: 0}.get(11 - total % 11, 11 - total % 11) == int(digits[0])


def _is_swiss(digits: str) -> bool:
    """Modulo 10, recursive. Swiss Implementation Guidelines QR-bill, annex B."""
    carry = 0
    for digit in digits[:-1]:
        carry = SWISS_CARRY[(carry + int(digit)) % 10]
    return (10 - carry) % 10 == int(digits[-1])
