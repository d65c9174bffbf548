"""The pages that describe the APIs say what the APIs are."""

from dev import api
from tests.architecture.source import ROOT

FOLDER = ROOT / "docs" / "api"


def test_what_is_published_is_what_the_routes_are():
    """After a change of routes: `make api`."""
    made = api.files()
    assert {file.name for file in FOLDER.iterdir()} == set(made)
    assert [name for name, text in made.items() if (FOLDER / name).read_text() != text] == []


def test_every_route_has_its_place_on_the_page():
    for name, app in api.APPS.items():
        page = (FOLDER / f"{name}.md").read_text()
        paths = app.openapi()["paths"]
        routes = [f"{method.upper()} {path}" for path in paths for method in paths[path]]
        assert len(routes) > 20
        assert [route for route in routes if f"### `{route}`\n" not in page] == []


def test_routes_of_the_desk_say_which_operation_they_ask_for():
    page = (FOLDER / "desk.md").read_text()
    _, _, route = page.partition("### `POST /desk/customers/{customer_id}/view`")
    assert "`view_as_customer`" in route.partition("###")[0]


def test_a_problem_is_described_once():
    described = api.description(api.APPS["portal"])
    refused = described["paths"]["/api/overview"]["get"]["responses"]["401"]
    (told,) = refused["content"].values()
    assert told["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert "code" in described["components"]["schemas"]["Problem"]["required"]
