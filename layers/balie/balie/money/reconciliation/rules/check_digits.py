"""Whether a structured reference can be one: the check digits of RF, OGM, QRR and of the Dutch."""

LETTERS = {chr(ord("A") + place): str(place + 10) for place in range(26)}
CARRY = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)  # modulo 10, recursive
DUTCH_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)  # from the right, and again from the start
LONGEST_RF = 25


def is_rf(text: str) -> bool:
    """ISO 11649: RF, two check digits, up to 21 signs; modulo 97 leaves 1, as RF18539007547034."""
    if not (text.isascii() and text.isalnum() and 5 <= len(text) <= LONGEST_RF):
        return False
    if text[:2] != "RF" or not text[2:4].isdigit():
        return False
    return int("".join(LETTERS.get(sign, sign) for sign in text[4:] + text[:4])) % 97 == 1


def is_ogm(text: str) -> bool:
    """Belgium: ten digits and two, which are the ten modulo 97, or 97 for 0: 090933755493."""
    if not _digits(text, 12):
        return False
    return (int(text[:10]) % 97 or 97) == int(text[10:])


def is_qrr(text: str) -> bool:
    """Switzerland: 27 digits, modulo 10 recursive: 210000000003139471430009017."""
    if not _digits(text, 27):
        return False
    carry = 0
    for sign in text[:26]:
        carry = CARRY[(carry + int(sign)) % 10]
    return (10 - carry) % 10 == int(text[26])


def is_betalingskenmerk(text: str) -> bool:
    """The Netherlands: 16 digits, the first checks the rest modulo 11: 2000000026001705."""
    if not _digits(text, 16):
        return False
    total = sum(
        int(sign) * DUTCH_WEIGHTS[place % 10] for place, sign in enumerate(reversed(text[1:]))
    )
    return (11 - total % 11) % 11 == int(text[0]) or (total % 11 == 1 and text[0] == "1")


def is_reference(text: str) -> bool:
    return is_rf(text) or is_ogm(text) or is_betalingskenmerk(text) or is_qrr(text)


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()
