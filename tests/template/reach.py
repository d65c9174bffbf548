"""Which code a function's handler reaches, by name: what it needs settings and rights for.

Static and on the generous side: whatever a reached definition mentions counts as reached. Methods
of a unit of work are told apart, because each needs another right.
"""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import dotted, name_of, product_files, tree_of

WORK = "balie.ground.aws.work.Work"
Definitions = dict[str, list[ast.AST]]
METHODS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def reached_from(start: str) -> frozenset[str]:
    """Every definition (`module.name`, `module.Class.method` of Work) that `start` leads to."""
    graph = _graph()
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph.get(name, ())
    return frozenset(found)


@cache
def _graph() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    definitions: Definitions = {}
    for file in product_files():
        for name, node in _definitions(name_of(file), tree_of(file)):
            definitions.setdefault(name, []).append(node)
    for file in product_files():
        module, tree = name_of(file), tree_of(file)
        names = _names(module, tree)
        for name, node in _definitions(module, tree):
            mentioned = {_resolved(module, names, said) for said in _mentions(name, node)}
            graph.setdefault(name, set()).update(mentioned & definitions.keys())
            for owner in _decorators(node, names):
                graph.setdefault(owner, set()).add(name)
    return graph


def _definitions(module: str, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and f"{module}.{node.name}" == WORK:
            methods = [inner for inner in node.body if isinstance(inner, METHODS)]
            yield from ((f"{WORK}.{method.name}", method) for method in methods)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", node
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((f"{module}.{dotted(target)}", node) for target in targets)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            # app.include_router(auth.router): what is done to `app` belongs to `app`
            owner = dotted(node.value.func).partition(".")[0]
            yield f"{module}.{owner}", node


def _names(module: str, tree: ast.Module) -> dict[str, str]:
    """What each name of the module stands for; imports inside functions count as well."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    own = {name.removeprefix(f"{module}."): name for name, _ in _definitions(module, tree)}
    return {**found, **own}


def _mentions(name: str, node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        said = dotted(inner) if isinstance(inner, ast.Name | ast.Attribute) else ""
        if said.startswith("self.") and name.startswith(WORK):
            yield f"work.{said.removeprefix('self.')}"
        elif said:
            yield said


def _resolved(module: str, names: dict[str, str], said: str) -> str:
    first, _, rest = said.partition(".")
    if first == "work" and rest and "work" not in names:
        return f"{WORK}.{rest}"
    found = names.get(first, f"{module}.{first}")
    return f"{found}.{rest}" if rest else found


def _decorators(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    """`@router.get(…)` makes the route part of `router`."""
    for decorator in getattr(node, "decorator_list", ()):
        called = decorator.func if isinstance(decorator, ast.Call) else None
        owner = dotted(called).partition(".")[0] if called else ""
        if owner in names:
            yield names[owner]
