"""CODA files, record by record."""


def header(version: str = "2") -> str:
    return _record({0: "0000002012672505", 127: version})


def opening(account: str = "BE68539007547034", *, structure: str = "2", minor: int = 10000) -> str:
    places = {0: f"1{structure}001{account}", 42: signed(minor), 58: "010126"}
    places |= {18: "EUR"} if structure == "0" else {39: "EUR"}
    return _record(places)


def movement(minor: int, text: str = "", **given: str) -> list[str]:
    """given: number, detail, structured, code, name, account, customer, reason, more."""
    number = given.get("number", "0001") + given.get("detail", "0000")
    said = given.get("structured", "") + text
    begun = {
        **{0: f"21{number}BANKREF", 31: signed(minor), 47: "020126"},
        **{53: given.get("code", "00150000"), 61: "1" if given.get("structured") else "0"},
        **{62: said[:53].ljust(53), 115: "030126", 124: "0"},
    }
    second = {0: f"22{number}{said[53:106]}", 63: given.get("customer", "")}
    second |= {113: given.get("reason", "")}
    third = {0: f"23{number}{given.get('account', '')}", 47: given.get("name", "")[:35]}
    third |= {82: said[106:149]}
    return [_record(begun), _record(second), _record(third)]


def closing(minor: int, account: str = "BE68539007547034") -> str:
    return _record({0: f"8001{account}", 38: "EUR", 41: signed(minor), 57: "030126"})


def trailer(records: int, *, out: int = 0, income: int = 0) -> str:
    return _record({0: "9", 16: f"{records:06}", 22: signed(out)[1:], 37: signed(income)[1:]})


def signed(minor: int) -> str:
    return f"{'1' if minor < 0 else '0'}{abs(minor) * 10:015}"


def file(*records: str) -> bytes:
    return "".join(f"{one}\r\n" for one in records).encode("latin-1")


def whole(*movements: list[str], totals: tuple[int, ...], minor: int = 10000) -> bytes:
    """totals: the amounts that count."""
    inner = [record for one in movements for record in one]
    end = closing(minor + sum(totals))
    out = -sum(one for one in totals if one < 0)
    income = sum(one for one in totals if one > 0)
    last = trailer(len(inner) + 2, out=out, income=income)
    return file(header(), opening(minor=minor), *inner, end, last)


def information(text: str, *, structured: bool = False) -> str:
    return _record({0: "3100010001BANKREF", 39: f"{int(structured)}{text}"})


def _record(places: dict[int, str]) -> str:
    text = ""
    for at, said in sorted(places.items()):
        text = text.ljust(at) + said
    assert len(text) <= 128
    return text.ljust(128)
