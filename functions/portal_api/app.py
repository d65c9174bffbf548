"""The customers' portal, its JSON API."""

from fastapi import Depends, FastAPI
from mangum import Mangum

from balie.ground.web.edge import Edge, answer_with_problems
from balie.ground.web.problems import MEDIA_TYPE
from balie.ground.web.requests import refuse_cross_site
from balie.relation.auth import api as auth
from balie.views.overview import api as overview

app = FastAPI(
    title="Balie portal",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(refuse_cross_site)],
)
answer_with_problems(app)
app.include_router(auth.router)
app.include_router(overview.router)

handler = Mangum(Edge(app), lifespan="off", text_mime_types=["application/json", MEDIA_TYPE])
