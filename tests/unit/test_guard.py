"""The guard: no request leaves that touches another tenant's keys, whoever built it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from balie.ground.aws import guard, services
from balie.ground.aws.guard import KeyRefused

OURS, THEIRS = "ten_OURS", "ten_THEIRS"


@contextmanager
def as_tenant(tenant: str = OURS) -> Iterator[None]:
    with guard.scope(guard.prefix_of(tenant)):
        yield


def key(tenant: str, rest: str = "TENANT") -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}#{rest}"}, "sk": {"S": "TENANT"}}


def query(tenant: str, condition: str = "pk = :pk AND sk BETWEEN :low AND :high") -> dict[str, Any]:
    values = {":pk": f"T#{tenant}#CUSTOMER#1", ":low": "A", ":high": "B"}
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()},
    }


def transaction(*items: dict[str, Any]) -> dict[str, Any]:
    return {"TransactItems": list(items)}


def listing(tenant: str) -> dict[str, Any]:
    """An update that has a row listed, as `TenantTable` sends it."""
    named = {"#a0": "balance", "#a1": "list_pk"}
    values = {":a0": {"N": "1"}, ":a1": key(tenant)["pk"]}
    request = {"ExpressionAttributeNames": named, "ExpressionAttributeValues": values}
    return {"Update": {"Key": key(OURS), **request}}


OF_ACTIVITY = "activity_pk = :pk AND activity_sk BETWEEN :low AND :high"
OF_LISTS = "list_pk = :pk AND list_sk BETWEEN :low AND :high"
REQUESTS = {
    "get": lambda tenant: ("GetItem", {"Key": key(tenant)}),
    "query": lambda tenant: ("Query", query(tenant)),
    "query of a list": lambda tenant: ("Query", query(tenant, OF_LISTS)),
    "query of an activity": lambda tenant: ("Query", query(tenant, OF_ACTIVITY)),
    "put": lambda tenant: ("TransactWriteItems", transaction({"Put": {"Item": key(tenant)}})),
    "update": lambda tenant: ("TransactWriteItems", transaction({"Update": {"Key": key(tenant)}})),
    "delete": lambda tenant: ("TransactWriteItems", transaction({"Delete": {"Key": key(tenant)}})),
    "check": lambda tenant: (
        "TransactWriteItems",
        transaction({"ConditionCheck": {"Key": key(tenant)}}),
    ),
    "put into a list": lambda tenant: (
        "TransactWriteItems",
        transaction({"Put": {"Item": {**key(OURS), "list_pk": key(tenant)["pk"]}}}),
    ),
    "update into a list": lambda tenant: ("TransactWriteItems", transaction(listing(tenant))),
    "one write among ours": lambda tenant: (
        "TransactWriteItems",
        transaction({"Put": {"Item": key(OURS)}}, {"Put": {"Item": key(tenant)}}),
    ),
}


@pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)
def test_a_request_within_the_open_tenant_passes(request_of):
    with as_tenant():
        guard.check(*request_of(OURS))


@pytest.mark.parametrize("tenant", [THEIRS, "", "ten_OURS2", "ten_OUR", "TEN_OURS", "ten_OURS "])
@pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)
def test_a_request_for_another_tenant_does_not(request_of, tenant):
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check(*request_of(tenant))


@pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)
def test_nothing_passes_outside_any_tenant(request_of):
    with pytest.raises(KeyRefused):
        guard.check(*request_of(OURS))


@pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)
def test_the_directory_belongs_to_no_tenant(request_of):
    if request_of(OURS) == request_of(THEIRS):
        return
    with guard.scope(guard.DIRECTORY), pytest.raises(KeyRefused):
        guard.check(*request_of(OURS))


def test_a_tenant_may_not_look_into_the_directory():
    of_a_host = {"pk": {"S": "DIRECTORY#HOST#portal.example"}, "sk": {"S": "HOST"}}
    with guard.scope(guard.DIRECTORY):
        guard.check("GetItem", {"Key": of_a_host})
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check("GetItem", {"Key": of_a_host})


@pytest.mark.parametrize(
    "operation",
    ["Scan", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "BatchWriteItem"]
    + ["ExecuteStatement", "TransactGetItems", "DescribeTable", "DeleteTable"],
)
def test_what_the_data_model_does_not_need_is_refused(operation):
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check(operation, {"Key": key(OURS), "Item": key(OURS)})


@pytest.mark.parametrize(
    "condition",
    [
        "sk = :low AND pk = :pk",
        "#pk = :pk",
        "pk = :low",
        "pk = :pk2",
        "pk = :pk2 AND begins_with(sk, :pk)",
        "list_pk = :pk2 AND list_sk > :pk",
        "pk = :pkAND sk = :low",
        "",
    ],
)
def test_a_query_names_its_partition_first(condition):
    params = query(OURS, condition)
    params["ExpressionAttributeValues"][":pk2"] = {"S": f"T#{THEIRS}#CUSTOMER#1"}
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check("Query", params)


NAME = "branding/0123abcd.png"
OBJECTS = {
    "another tenant's": f"tenants/{THEIRS}/{NAME}",
    "of a tenant whose name begins like ours": f"tenants/{OURS}2/{NAME}",
    "of no tenant": NAME,
    "of none, by an empty name": f"tenants//{NAME}",
    "up and down again": f"tenants/{OURS}/../{THEIRS}/{NAME}",
    "up and down, encoded": f"tenants/{OURS}/%2e%2e/{THEIRS}/{NAME}",
    "with an empty part": f"tenants/{OURS}//branding/a.png",
    "without a folder": f"tenants/{OURS}/a.png",
    "the folder itself": f"tenants/{OURS}/",
    "with a zero": f"tenants/{OURS}/branding/a\0.png",
}


@pytest.mark.parametrize("operation", ["GetObject", "PutObject"])
def test_a_file_of_the_open_tenant_passes(operation):
    with as_tenant():
        guard.check_object(operation, {"Key": f"tenants/{OURS}/{NAME}"})


@pytest.mark.parametrize("key_of", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("operation", ["GetObject", "PutObject"])
def test_a_file_that_is_not_the_tenants_does_not(operation, key_of):
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check_object(operation, {"Key": key_of})


def test_no_file_passes_outside_any_tenant_and_no_other_request_at_all():
    own = {"Key": f"tenants/{OURS}/{NAME}", "Prefix": ""}
    with pytest.raises(KeyRefused):
        guard.check_object("GetObject", own)
    for operation in ("DeleteObject", "ListObjectsV2", "CopyObject", "PutObjectAcl"):
        with as_tenant(), pytest.raises(KeyRefused):
            guard.check_object(operation, own)


def test_a_scope_ends_with_its_block_and_an_inner_one_with_its_own():
    with as_tenant(OURS):
        with as_tenant(THEIRS):
            guard.check("GetItem", {"Key": key(THEIRS)})
        guard.check("GetItem", {"Key": key(OURS)})
        with pytest.raises(KeyRefused):
            guard.check("GetItem", {"Key": key(THEIRS)})
    with pytest.raises(KeyRefused):
        guard.check("GetItem", {"Key": key(OURS)})


def test_a_scope_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), as_tenant():
        raise ZeroDivisionError
    with pytest.raises(KeyRefused):
        guard.check("GetItem", {"Key": key(OURS)})


def put(pk: str, list_pk: str) -> dict[str, object]:
    row = {"pk": {"S": pk}, "sk": {"S": "ROW"}, "list_pk": {"S": list_pk}, "list_sk": {"S": "1"}}
    return {"TransactItems": [{"Put": {"Item": row}}]}


def test_a_tenants_own_row_may_be_listed_for_the_sweep_and_anothers_may_not():
    with as_tenant():
        guard.check("TransactWriteItems", put(f"T#{OURS}#TENANT", "SWEEP#SYNC#01"))
        for pk, list_pk in (
            (f"T#{THEIRS}#TENANT", "SWEEP#SYNC#01"),
            ("SWEEP#SYNC#01", "SWEEP#SYNC#01"),
            (f"T#{OURS}#TENANT", f"T#{THEIRS}#SWEEP#"),
        ):
            with pytest.raises(KeyRefused):
                guard.check("TransactWriteItems", put(pk, list_pk))


def test_a_tenant_cannot_read_what_is_listed_for_the_sweep():
    query = {
        "KeyConditionExpression": "list_pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "SWEEP#SYNC#01"}},
    }
    with as_tenant(), pytest.raises(KeyRefused):
        guard.check("Query", query)
    with guard.scope(guard.SWEEP):
        guard.check("Query", query)
        with pytest.raises(KeyRefused):
            guard.check("GetItem", {"Key": key(OURS)})


def test_the_guard_stands_before_the_network_on_a_real_client(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    client = services.DynamoDB()
    with as_tenant():
        with pytest.raises(KeyRefused):
            client.get_item(TableName="t", Key=key(THEIRS))
        with pytest.raises(KeyRefused):
            client.call("Scan", {"TableName": "t"})
        with pytest.raises(KeyRefused):
            client.transact_write_items(
                TransactItems=[{"Delete": {"TableName": "t", "Key": key(THEIRS)}}]
            )


def test_the_tenant_of_a_row_is_read_from_its_key():
    assert guard.tenant_of("T#ten_1#EVENTS#2026-11-22") == "ten_1"
    with pytest.raises(KeyRefused):
        guard.tenant_of("DIRECTORY#HOST#portal.example")
