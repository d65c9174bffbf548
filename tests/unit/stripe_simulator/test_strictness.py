"""What Stripe refuses is refused here, in Stripe's words."""

import pytest
import stripe

from dev.stripe.keys import STUDIO_RESTRICTED
from dev.stripe.transport import client


def refused(call, *args, **kwargs):
    with pytest.raises(stripe.StripeError) as caught:
        call(*args, **kwargs)
    return caught.value


def test_an_unknown_parameter_is_refused_by_name(raw):
    error = refused(raw, "post", "/v1/customers", nickname="Bob")
    assert error.http_status == 400
    assert error.code == "parameter_unknown"
    assert error.json_body["error"] == {
        "type": "invalid_request_error",
        "message": "Received unknown parameter: nickname",
        "param": "nickname",
        "code": "parameter_unknown",
    }


def test_an_unknown_nested_parameter_is_named_with_its_brackets(raw):
    error = refused(raw, "post", "/v1/customers", address={"planet": "Mars"})
    assert error.param == "address[planet]"


def test_a_missing_parameter_is_named(raw, customer):
    error = refused(raw, "post", "/v1/payment_intents", amount=1000)
    assert (error.code, error.param) == ("parameter_missing", "currency")


@pytest.mark.parametrize(
    ("path", "params", "param"),
    [
        ("/v1/payment_intents", {"amount": "ten", "currency": "eur"}, "amount"),
        ("/v1/invoices", {"auto_advance": "yes"}, "auto_advance"),
        ("/v1/invoices", {"collection_method": "by_carrier_pigeon"}, "collection_method"),
        ("/v1/customers", {"metadata": "flat"}, "metadata"),
        ("/v1/customers", {"preferred_locales": "nl"}, "preferred_locales"),
        ("/v1/invoices", {"description": ""}, "description"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(raw, path, params, param):
    error = refused(raw, "post", path, **params)
    assert (error.http_status, error.param) == (400, param)


def test_payment_method_types_are_no_longer_accepted(raw):
    error = refused(
        raw,
        "post",
        "/v1/payment_intents",
        amount=1000,
        currency="eur",
        payment_method_types=["card"],
    )
    assert error.code == "payment_method_types_no_longer_supported"


def test_an_unknown_id_is_not_found(raw):
    error = refused(raw, "get", "/v1/invoices/in_nowhere")
    assert (error.http_status, error.code) == (404, "resource_missing")
    assert "No such invoice: 'in_nowhere'" in str(error)


def test_an_unknown_id_in_a_parameter_is_a_bad_request(raw):
    error = refused(raw, "post", "/v1/invoices", customer="cus_nobody")
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")


def test_an_unknown_path_is_not_recognised(raw):
    assert refused(raw, "get", "/v1/unicorns").http_status == 404
    assert refused(raw, "delete", "/v1/invoices").http_status == 404


def test_a_wrong_key_is_unauthorised(simulator):
    error = refused(client(simulator, "sk_test_of_someone_else").v1.customers.list)
    assert isinstance(error, stripe.AuthenticationError)


def test_no_key_is_unauthorised(simulator):
    assert simulator.handle("GET", "/v1/customers")[0] == 401


def test_a_restricted_key_reads_but_may_not_write(simulator, open_invoice):
    invoice = open_invoice()
    restricted = client(simulator, STUDIO_RESTRICTED).v1
    assert restricted.invoices.retrieve(invoice).status == "open"
    error = refused(restricted.invoices.pay, invoice)
    assert isinstance(error, stripe.PermissionError)
    assert "rak_invoice_write" in str(error)


def test_a_restricted_key_may_be_given_single_permissions(simulator, customer):
    simulator.keys.add("rk_test_only_customers", {"customer_read"})
    restricted = client(simulator, "rk_test_only_customers").v1
    assert restricted.customers.retrieve(customer).id == customer
    assert "rak_event_read" in str(refused(restricted.events.list))


def test_an_api_version_before_basil_is_refused(raw):
    error = refused(raw, "get", "/v1/customers", stripe_version="2024-06-20")
    assert "Invalid Stripe API version" in str(error)


def test_version_and_request_id_are_echoed(simulator):
    key = {"Authorization": "Bearer " + "_".join(("sk_test", "studio_noord"))}
    _, headers, _ = simulator.handle(
        "GET", "/v1/customers", key | {"Stripe-Version": "2026-10-28.endive"}
    )
    assert headers["stripe-version"] == "2026-10-28.endive"
    assert headers["request-id"].startswith("req_")


def test_another_account_is_out_of_reach(raw):
    error = refused(raw, "get", "/v1/customers", stripe_account="acct_other")
    assert isinstance(error, stripe.PermissionError)


def test_metadata_merges_and_an_empty_value_unsets(raw, customer):
    path = f"/v1/customers/{customer}"
    raw("post", path, metadata={"colour": "blue", "size": "L"})
    assert raw("post", path, metadata={"colour": ""})["metadata"] == {"size": "L"}
    assert raw("post", path, metadata="")["metadata"] == {}


def test_a_deleted_customer_answers_as_deleted(raw, customer):
    raw("delete", f"/v1/customers/{customer}")
    gone = {"id": customer, "object": "customer", "deleted": True}
    assert raw("get", f"/v1/customers/{customer}") == gone
    assert refused(raw, "post", f"/v1/customers/{customer}", name="x").http_status == 404
