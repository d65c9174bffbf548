"""Rows belong to one capability, and a unit of work to one tenant."""

import ast

import pytest

from tests.architecture.source import calls_in, dotted, imports_of, name_of, product_files, tree_of

PRIVATE = ("store", "rules")
# Requests that read or write whole tables, other keys than those named, or text as statements.
UNBOUNDED = {
    "scan",
    "batch_get_item",
    "batch_write_item",
    "execute_statement",
    "execute_transaction",
    "batch_execute_statement",
    "export_table_to_point_in_time",
    "get_paginator",
    "transact_get_items",
}
# For an operator's shell: it brings back what AWS restored, rows as they are; no function has it.
READS_WHOLE_TABLES = {"balie.ground.aws.copies"}
LISTS_OF_OTHER_SERVICES = {"balie.ground.aws.certificates", "balie.ground.aws.site"}
OPENS_A_SCOPE = {
    "balie.ground.aws.copies",
    "balie.ground.aws.directory",
    "balie.ground.aws.sweep",
    "balie.ground.aws.work",
}
# Named services that a schedule starts.
READS_ACROSS_TENANTS = {
    "functions.audit_missed.app",
    "functions.nightly.app",
    "balie.cli.tenant",  # the operator's list of firms
}
WORKS_FOR_NO_TENANT = {
    "balie.ground.aws.directory",
    "balie.ground.aws.dead_letters",
    "balie.ground.aws.sweep",
    "balie.ground.aws.stacks",  # the deployment's own
    "balie.ground.aws.stream_batches",  # of all firms, as an operator has it dealt with again
    "balie.ground.aws.deliveries",  # a message that cannot be read names no tenant
}
# Before the edge does, for one of the reasons that `work` gives.
COMMITS = {
    "balie.firm.passkeys.service",
    "balie.firm.users.sessions",
    "balie.ground.aws.limits",
    "balie.ground.aws.work",
    "balie.money.credit_balances.service",
    "balie.money.payment_methods.service",
    "balie.money.payments.service",
    "balie.outside.providers.catch_up",
    "balie.outside.providers.connecting",
    "balie.reactions",
    "balie.relation.auth.api",
    "balie.relation.auth.service",
    "balie.relation.auth.sessions",
    "balie.relation.profile.service",
    "balie.views.connections.api",
}


def private_imports(name: str, tree: ast.AST) -> set[str]:
    """What the module `name` imports of another capability's own."""
    own = ".".join(name.split(".")[:3])
    parts = [module.split(".") for module in imports_of(tree) if module.startswith("balie.")]
    private = {".".join(part[:4]) for part in parts if len(part) > 3 and part[3] in PRIVATE}
    return {module for module in private if not module.startswith(f"{own}.")}


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_only_the_owner_imports_its_store_and_rules(file):
    assert not private_imports(name_of(file), tree_of(file))


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_nothing_reads_more_than_it_names(file):
    called = {dotted(call.func).rpartition(".")[2] for call in calls_in(tree_of(file))}
    others = {"get_paginator"} if name_of(file) in LISTS_OF_OTHER_SERVICES else set()
    assert not (called - others) & UNBOUNDED or name_of(file) in READS_WHOLE_TABLES


def test_what_reads_whole_tables_is_out_of_reach_of_every_function():
    importers = {
        name_of(file)
        for file in product_files()
        if READS_WHOLE_TABLES & set(imports_of(tree_of(file)))
    }
    assert importers == {"balie.cli.restore"}
    assert not any(
        name.startswith("balie.cli")
        for file in product_files()
        if not name_of(file).startswith("balie.cli")
        for name in imports_of(tree_of(file))
    )


def test_only_one_module_starts_programs_and_none_by_way_of_a_shell():
    starts = {
        name_of(file)
        for file in product_files()
        if {"subprocess", "pty", "multiprocessing"} & set(imports_of(tree_of(file)))
    }
    assert starts == {"balie.cli.programs"}
    calls = {
        dotted(call.func): call for file in product_files() for call in calls_in(tree_of(file))
    }
    assert not {name for name in calls if name.startswith(("os.exec", "os.spawn", "os.popen"))}
    assert "os.system" not in calls
    told = {keyword.arg for name in calls for keyword in calls[name].keywords}
    assert "shell" not in told


def test_only_these_open_a_scope_of_keys():
    found = {
        name_of(file)
        for file in product_files()
        for call in calls_in(tree_of(file))
        if dotted(call.func) == "guard.scope"
    }
    assert found == OPENS_A_SCOPE


def test_only_services_that_a_schedule_starts_and_the_operator_read_across_tenants():
    found = {
        name_of(file)
        for file in product_files()
        if any(name.startswith("balie.ground.aws.sweep") for name in imports_of(tree_of(file)))
    }
    assert found == READS_ACROSS_TENANTS


def test_only_these_commit_before_the_edge_does():
    found = {
        name_of(file)
        for file in product_files()
        for call in calls_in(tree_of(file))
        if dotted(call.func).endswith(".commit")
    }
    assert found == COMMITS


def test_only_these_belong_to_no_tenant():
    found = {
        name_of(file)
        for file in product_files()
        for call in calls_in(tree_of(file))
        if dotted(call.func).endswith("clients_for") and isinstance(call.args[0], ast.Constant)
    }
    assert found == WORKS_FOR_NO_TENANT


def test_an_import_of_anothers_store_is_found():
    tree = ast.parse("from balie.money.ledger import store\nfrom balie.money.invoices import rules")
    assert private_imports("balie.money.invoices.service", tree) == {"balie.money.ledger.store"}
