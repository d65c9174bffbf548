"""The desk, its JSON API: for the firm's own staff, on an origin of its own."""

from balie.ground.core import starting

with starting.for_good():
    from fastapi import Depends, FastAPI
    from mangum import Mangum

    from balie.firm.branding import api as branding
    from balie.firm.passkeys import api as passkeys
    from balie.firm.users import api as users
    from balie.ground.core.errors import Forbidden, SignedOut, TooMany
    from balie.ground.core.problem import MEDIA_TYPE
    from balie.ground.web import problems
    from balie.ground.web.desk import refuse_other_hosts
    from balie.ground.web.edge import Edge, answer_with_problems
    from balie.ground.web.requests import refuse_cross_site
    from balie.views.activity import api as activity
    from balie.views.connections import api as connections
    from balie.views.customer import api as customer
    from balie.views.customers import api as customers
    from balie.views.finding import api as finding
    from balie.views.first_run import api as first_run

app = FastAPI(
    title="Balie desk",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(refuse_other_hosts), Depends(refuse_cross_site)],
    responses={**problems.said_anywhere(), **problems.said(SignedOut, Forbidden, TooMany)},
)
answer_with_problems(app)
app.include_router(passkeys.router)
app.include_router(users.router)
app.include_router(branding.router)
app.include_router(customers.router)
app.include_router(customer.router)
app.include_router(finding.router)
app.include_router(activity.router)
app.include_router(connections.router)
app.include_router(first_run.router)

handler = Mangum(Edge(app), lifespan="off", text_mime_types=["application/json", MEDIA_TYPE])
