"""Each problem that an answer can name is explained in docs/problems.md, and nothing else is."""

import ast
import importlib
import re

from balie.ground.core.errors import BalieError
from balie.ground.web.problems import CODES_BY_STATUS
from tests.architecture.source import PACKAGE, ROOT, calls_in, dotted, name_of, product_files

PAGE = ROOT / "docs" / "problems.md"
FEWEST_WORDS = 20


def families(of: type[BalieError]) -> set[type[BalieError]]:
    return {of}.union(*(families(child) for child in of.__subclasses__()))


def codes_of_errors() -> dict[type[BalieError], str]:
    for file in product_files():
        if PACKAGE in file.parents:
            importlib.import_module(name_of(file))
    return {error: error.code for error in families(BalieError) - {BalieError}}


def codes_said_directly() -> set[str]:
    """By `problems.response("internal", …)`."""
    calls = (
        call
        for file in (PACKAGE / "ground" / "web").glob("*.py")
        for call in calls_in(ast.parse(file.read_text()))
        if dotted(call.func).endswith("response") and call.args
    )
    return {
        str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)
    } | set(CODES_BY_STATUS.values())


def paragraphs() -> dict[str, str]:
    parts = re.split(r"^## `?([a-z_]+)`?$", PAGE.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_each_code_has_a_paragraph_and_each_paragraph_a_code():
    assert set(paragraphs()) == {*codes_of_errors().values(), *codes_said_directly()}


def test_each_paragraph_says_something():
    for code, text in paragraphs().items():
        assert len(text.split()) >= FEWEST_WORDS, code
        assert len([part for part in text.strip().split("\n\n") if part]) == 1, code


def test_the_paragraphs_are_in_order():
    assert list(paragraphs()) == sorted(paragraphs())


def test_no_two_errors_share_a_code():
    own = [error.__dict__["code"] for error in codes_of_errors() if "code" in error.__dict__]
    assert len(own) == len(set(own)) == len(codes_of_errors())
