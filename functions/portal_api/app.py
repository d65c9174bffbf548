"""The customers' portal, its JSON API."""

from balie.ground.core import starting

with starting.for_good():
    from fastapi import Depends, FastAPI
    from mangum import Mangum

    from balie.ground.core.problem import MEDIA_TYPE
    from balie.ground.web import problems
    from balie.ground.web.edge import Edge, answer_with_problems
    from balie.ground.web.requests import refuse_cross_site
    from balie.money.invoice_pdfs import api as invoice_pdfs
    from balie.money.invoices import api as invoices
    from balie.money.payment_methods import api as payment_methods
    from balie.money.payments import api as payments
    from balie.money.statements import api as statements
    from balie.money.subscriptions import api as subscriptions
    from balie.relation.auth import api as auth
    from balie.relation.profile import api as profile
    from balie.relation.viewing import api as viewing
    from balie.views.appearance import api as appearance
    from balie.views.invoice import api as invoice
    from balie.views.overview import api as overview

app = FastAPI(
    title="Balie portal",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(refuse_cross_site), Depends(viewing.refuse_changes)],
    responses=problems.said_anywhere(),
)
answer_with_problems(app)
# They are looked through in this order: what is asked for most stands first.
app.include_router(overview.router)
app.include_router(appearance.router)
app.include_router(auth.router)
app.include_router(profile.router)
app.include_router(viewing.router)
app.include_router(invoices.router)
app.include_router(invoice_pdfs.router)
app.include_router(payments.router)
app.include_router(statements.router)
app.include_router(subscriptions.router)
app.include_router(payment_methods.router)
app.include_router(invoice.router)

TEXT = ["application/json", MEDIA_TYPE, "text/csv"]
handler = Mangum(Edge(app), lifespan="off", text_mime_types=TEXT)
