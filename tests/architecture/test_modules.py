"""What every module keeps to: a first sentence, one clock, nothing private in the logs."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, calls_in, dotted, name_of, product_files, tree_of

LONGEST = 300
CLOCK = "balie.ground.core.clock"
READS_THE_CLOCK = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|localtime|gmtime"
    r"|perf_counter)|now\.utc)$"
)
# How long a decrypted secret has been kept, and a document takes to come.
MONOTONIC_IN = {
    "balie.firm.tenants.service",
    "balie.ground.aws.secrets",
    "balie.outside.providers.downloads",
}
LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
FACTS = {"code", "count", "event_id", "kind", "message_id", "status", "tenant"}


def clock_readings(tree: ast.AST) -> set[str]:
    return {
        dotted(call.func) for call in calls_in(tree) if READS_THE_CLOCK.search(dotted(call.func))
    }


def logged(tree: ast.AST) -> tuple[set[str], set[str]]:
    """What log calls say: the texts that are not fixed, and the names of the facts they add."""
    unfixed, facts = set(), set()
    for call in calls_in(tree):
        if not re.fullmatch(r"(log|logger|logging)\.\w+", dotted(call.func)):
            continue
        if dotted(call.func).partition(".")[2] not in LOG_METHODS:
            continue
        unfixed |= {ast.unparse(given) for given in call.args if not _is_text(given)}
        for keyword in call.keywords:
            if keyword.arg != "extra" or not isinstance(keyword.value, ast.Dict):
                unfixed.add(ast.unparse(keyword.value))
                continue
            facts |= {ast.literal_eval(key) if key else "**" for key in keyword.value.keys}
    return unfixed, facts


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def bare_names(tree: ast.AST) -> set[str]:
    """Names taken out of `datetime` and `time` that would read the clock without saying so."""
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name != "sleep"
    }


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_a_module_opens_with_a_sentence(file):
    said = ast.get_docstring(tree_of(file)) or ""
    assert re.search(r"[.:]", said), f"{file.name} does not say what it is for"
    assert len(file.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_only_the_clock_reads_the_clock(file):
    name, readings = name_of(file), clock_readings(tree_of(file)) | bare_names(tree_of(file))
    if name in MONOTONIC_IN:
        readings -= {"time.monotonic"}
    assert readings == ({"datetime.now"} if name == CLOCK else set())


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_logs_hold_facts_by_name_and_no_payloads(file):
    unfixed, facts = logged(tree_of(file))
    assert not unfixed, "a log line's text is fixed; facts go into extra={...}"
    assert facts <= FACTS, "argue here for a new fact"


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_nothing_is_printed_but_by_the_shell(file):
    printed = any(dotted(call.func) == "print" for call in calls_in(tree_of(file)))
    assert not printed or file.parent == PACKAGE / "cli"


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "time.monotonic()",
    ],
)
def test_a_reading_of_the_clock_is_found(line):
    assert clock_readings(ast.parse(line))


def test_a_payload_in_a_log_line_is_found():
    tree = ast.parse('log.info(f"got {body}")\nlog.info("got", extra={"body": body})')
    assert logged(tree) == ({"f'got {body}'"}, {"body"})
