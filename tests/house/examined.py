"""An API beside its own description: every kind of request that can be made from it, and back.

By Schemathesis: what the description allows and what it forbids, each operation by itself and one
after another, with all of its checks. An answer must be described, and of the shape described.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis.openapi
from fastapi import FastAPI
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from balie.ground.web.edge import Edge

EXAMPLES = int(os.environ.get("BALIE_EXAMPLES", "20"))

# A period that ends before it begins fits the description, which has no words for that; and what a
# pattern takes for the end of a text, or for a blank, is not the same in every language.
REFUSE_WHAT_FITS = ("/api/statement", "/api/statement.csv", "/api/contacts")


@dataclass
class Examined:
    """answers: how often each operation gave each status. wrong: what the checks say, as text."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def examine(
    app: FastAPI, described: dict[str, Any], *, headers: dict[str, str], keys: dict[str, str]
) -> Examined:
    """described: as OpenAPI. headers: of every request. keys: by security scheme; {} for nobody."""
    signed = {scheme: {"api_key": key} for scheme, key in keys.items()}
    config = {
        "headers": headers,
        "auth": {"openapi": signed} if signed else {},
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        "workers": 1,
        "operations": [_refusing(path) for path in REFUSE_WHAT_FITS if path in described["paths"]],
    }
    schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig.from_dict(config))
    schema.app = Edge(app)
    found = Examined()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, ScenarioFinished):
            _take(found, event)
        elif isinstance(event, NonFatalError):
            found.wrong.append(str(event.value))
    return found


def _take(found: Examined, event: ScenarioFinished) -> None:
    recorder = event.recorder
    for id, interaction in recorder.interactions.items():
        if interaction.response:
            label = recorder.cases[id].value.operation.label
            found.answers[label, interaction.response.status_code] += 1
    for id, checks in recorder.checks.items():
        label = recorder.cases[id].value.operation.label
        for check in checks:
            if check.failure_info:
                found.wrong.append(f"{label}: {check.name}: {check.failure_info.failure}")


def _refusing(path: str) -> dict[str, Any]:
    return {"include-path": path, "checks": {"positive_data_acceptance": {"enabled": False}}}
