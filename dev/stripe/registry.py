"""All calls the simulator answers, and all things that happen by themselves."""

from dev.stripe.jobs import Job
from dev.stripe.resources import (
    account,
    attempts,
    charges,
    collecting,
    credit_notes,
    customer_balance,
    customers,
    disputes,
    finalizing,
    invoice_lines,
    invoice_payments,
    invoices,
    mandates,
    payment_intents,
    payment_methods,
    payment_records,
    products,
    refunds,
    setup_intents,
    subscription_billing,
    subscription_items,
    subscriptions,
    webhook_endpoints,
)
from dev.stripe.routes import Route

RESOURCES = (
    account,
    charges,
    credit_notes,
    customer_balance,
    customers,
    disputes,
    invoice_lines,
    invoice_payments,
    invoices,
    mandates,
    payment_intents,
    payment_methods,
    payment_records,
    products,
    refunds,
    setup_intents,
    subscription_items,
    subscriptions,
    webhook_endpoints,
)
ROUTES: list[Route] = [route for resource in RESOURCES for route in resource.ROUTES]
JOBS: dict[str, Job] = {
    "end": subscription_billing.customer_gone,
    "finalize": finalizing.finalize_later,
    "overdue": finalizing.overdue,
    "refund": refunds.arrive,
    "renew": subscription_billing.renew,
    "retry": collecting.retry,
    "settle": attempts.settle,
}
