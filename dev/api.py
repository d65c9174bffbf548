"""The two APIs as pages and as OpenAPI documents, made from the functions themselves.

`make api` writes docs/api/; deployed functions show no description to anybody.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from balie.firm.users.api import Gate
from balie.ground.core.problem import MEDIA_TYPE
from balie.ground.web.problems import DOCUMENT
from functions.desk_api.app import app as desk_api
from functions.portal_api.app import app as portal_api

APPS = {"portal": portal_api, "desk": desk_api}
SCHEMAS = "#/components/schemas/"
REFUSED = "Refused; the code says why."  # the status's own words differ between Pythons
MADE = "<!-- Made by `make api` from the functions' own routes: change those instead. -->"
INTRODUCTION = """{made}

# The {name}'s API

[What holds for both APIs](../api.md): sessions, headers, problems, amounts, pages of lists.
[{name}.json]({name}.json) is the same as an OpenAPI document.

Every route may refuse with {refusals}.
"""

Described = dict[str, Any]


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text)


def files() -> dict[str, str]:
    """What stands in docs/api/: each file's name with its text."""
    made = {}
    for name, app in APPS.items():
        described = description(app)
        made[f"{name}.json"] = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
        made[f"{name}.md"] = "\n".join(_page(name, described, _operations(app))) + "\n"
    return made


def description(app: FastAPI) -> Described:
    """The OpenAPI document, with the problem that all routes share told once."""
    described: Described = copy.deepcopy(app.openapi())
    for methods in described["paths"].values():
        for route in methods.values():
            for told in route["responses"].values():
                if MEDIA_TYPE in told.get("content", {}):
                    told["content"][MEDIA_TYPE]["schema"] = {"$ref": f"{SCHEMAS}Problem"}
                    told["description"] = REFUSED
    described["components"]["schemas"]["Problem"] = DOCUMENT
    return described


def _operations(app: FastAPI) -> dict[str, str]:
    """The desk's: which operation each route names, by its method and path."""
    routers = filter(None, (getattr(each, "original_router", None) for each in app.routes))
    return {
        f"{method} {route.path}": operation
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
        for operation in _gates(route.dependant)
    }


def _gates(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, Gate):
        yield dependant.call.operation
    for inner in dependant.dependencies:
        yield from _gates(inner)


def _page(name: str, described: Described, operations: dict[str, str]) -> Iterator[str]:
    everywhere = _refused_everywhere(described)
    yield INTRODUCTION.format(made=MADE, name=name, refusals=_listed(everywhere))
    for tag, routes in _by_tag(described).items():
        yield f"## {tag.capitalize()}\n"
        for title, route in routes:
            yield from _route(title, route, operations.get(title))
            more = _refusals(route) - everywhere
            yield f"- Refuses with {_listed(more)} as well.\n" if more else ""
    yield "## Models\n"
    for model, schema in sorted(described["components"]["schemas"].items(), key=_by_name):
        yield from _model(model, schema)


def _by_tag(described: Described) -> dict[str, list[tuple[str, Described]]]:
    found: dict[str, list[tuple[str, Described]]] = {}
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            found.setdefault(route["tags"][0], []).append((f"{method.upper()} {path}", route))
    return found


def _by_name(named: tuple[str, Described]) -> str:
    return _named(named[0])


def _refusals(route: Described) -> set[str]:
    return {code for code in route["responses"] if not code.startswith("2")}


def _refused_everywhere(described: Described) -> set[str]:
    each = [
        _refusals(route) for methods in described["paths"].values() for route in methods.values()
    ]
    return set.intersection(*each)


def _listed(codes: set[str]) -> str:
    *first, last = sorted(codes)
    return f"{', '.join(first)} and {last}" if first else last


def _route(title: str, route: Described, operation: str | None) -> Iterator[str]:
    yield f"### `{title}`\n"
    if "description" in route:
        yield f"{route['description']}\n"
    if operation:
        yield f"- Asks for: the operation `{operation}`."
    elif "security" in route:
        yield "- Asks for: a session."
    parameters = [each for each in route.get("parameters", []) if each["in"] != "cookie"]
    yield from (f"- {_parameter(each)}" for each in parameters)
    if "requestBody" in route:
        yield f"- Body: {_content(route['requestBody'])}."
    good = {code: told for code, told in route["responses"].items() if code not in _refusals(route)}
    yield from (f"- Answers {code}{_answer(told)}." for code, told in good.items())


def _parameter(of: Described) -> str:
    default = of["schema"].get("default")
    without = f"`{default}` if not given" if default else "optional"
    told = f"`{of['name']}` in the {of['in']}: {_type(of['schema'])}"
    return f"{told}." if of["required"] else f"{told}; {without}."


def _answer(told: Described) -> str:
    return f": {_content(told)}" if "content" in told else ""


def _content(of: Described) -> str:
    return " or ".join(
        f"{_type(each['schema'])}{'' if kind == 'application/json' else f' as `{kind}`'}"
        for kind, each in of["content"].items()
        if each.get("schema")
    )


def _model(name: str, schema: Described) -> Iterator[str]:
    yield f"### {_named(name)}\n"
    if "description" in schema:
        yield f"{schema['description']}\n"
    if "properties" not in schema:
        yield f"{_type(schema)}.\n"
        return
    required = schema.get("required", [])
    yield from ("| field | type | |", "|---|---|---|")
    for field, of in schema["properties"].items():
        yield f"| `{field}` | {_type(of)} | {'' if field in required else 'optional'} |"
    yield ""


def _type(schema: Described) -> str:
    if "$ref" in schema:
        name = _named(schema["$ref"].removeprefix(SCHEMAS))
        return f"[{name}](#{name.lower().replace(' ', '-')})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        words = schema.get("enum") or [schema["const"]]
        return ", ".join(f"`{each}`" for each in words)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return _plain(schema)


def _plain(schema: Described) -> str:
    kind = schema.get("format") or schema.get("type") or "anything"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    limits = {
        "minLength": "at least {} long",
        "maxLength": "at most {} long",
        "minimum": "{:g} or more",
        "maximum": "at most {:g}",
        "pattern": "like `{}`",
    }
    said = [words.format(schema[key]) for key, words in limits.items() if key in schema]
    return ", ".join([kind, *said]).replace("|", "\\|")


def _named(model: str) -> str:
    """Of two models with one name, FastAPI puts the module before each."""
    *module, name = model.split("__")
    return f"{name} of {module[-2]}" if module else name
