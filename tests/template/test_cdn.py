"""The CDN: one origin for portals and one for the desk, behaving as the local run does."""

import json
import subprocess

import pytest

from balie.firm.branding.rules import LARGEST
from balie.outside.providers.webhooks import LARGEST_BODY
from dev.addresses import ORIGIN_SECRET
from dev.front import gateway, headers
from tests.template.expanded import PARAMETERS, target_of

HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
KEPT_BY_ITSELF = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}
DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


@pytest.fixture(params=["PortalCdn", "DeskCdn"])
def cdn(expanded, request):
    return expanded.of_type("AWS::CloudFront::Distribution")[request.param]["DistributionConfig"]


def behaviours(expanded, name):
    config = expanded.of_type("AWS::CloudFront::Distribution")[name]["DistributionConfig"]
    return {of["PathPattern"]: of for of in config["CacheBehaviors"]}


def headers_of(expanded, name):
    """What the policy adds, and whether it does so whatever the origin says."""
    config = expanded.of_type("AWS::CloudFront::ResponseHeadersPolicy")[name]
    config = config["ResponseHeadersPolicyConfig"]
    security, more = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
    hsts = security["StrictTransportSecurity"]
    added = {
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={hsts['AccessControlMaxAgeSec']}"
        + ("; includeSubDomains" if hsts["IncludeSubdomains"] else ""),
    }
    always = {of["Override"] for of in (*security.values(), *more)}
    return added | {of["Header"]: of["Value"] for of in more}, always


def run(expanded, name, **request):
    """What the function makes of a request: the request as passed on, or an answer."""
    code = expanded.of_type("AWS::CloudFront::Function")[name]["FunctionCode"]
    given = {"uri": "/", "method": "GET", "headers": {}, **request}
    given["headers"] = {k: {"value": v} for k, v in given["headers"].items()}
    event = {"request": given, "viewer": {"ip": "198.51.100.7"}}
    script = f"{code}\nprocess.stdout.write(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_pages_have_the_headers_that_the_local_run_gives_them(expanded):
    assert headers_of(expanded, "PageHeaders") == (headers.SECURITY | HSTS, {True})


def test_answers_get_them_too_unless_they_say_otherwise(expanded):
    wanted = headers.SECURITY | HSTS | headers.NEVER_KEPT
    assert headers_of(expanded, "AnswerHeaders") == (wanted, {False})


def test_a_policy_is_not_longer_than_a_cdn_takes(expanded):
    for name in ("PageHeaders", "AnswerHeaders"):
        assert all(len(value) <= 1783 for value in headers_of(expanded, name)[0].values())


def test_each_site_reaches_its_own_api_alone(expanded):
    assert set(behaviours(expanded, "PortalCdn")) == {"/api/*", "/branding/*", "/webhooks/*"}
    assert set(behaviours(expanded, "DeskCdn")) == {"/desk/*"}


def test_the_api_hears_everything_but_the_host_and_is_not_kept(expanded):
    found = {**behaviours(expanded, "PortalCdn"), **behaviours(expanded, "DeskCdn")}
    for path, of in found.items():
        assert of["TargetOriginId"] == "api"
        assert of["ViewerProtocolPolicy"] == "https-only"
        assert of["OriginRequestPolicyId"] == ALL_BUT_HOST
        assert target_of(of["ResponseHeadersPolicyId"]) == "AnswerHeaders"
        (association,) = of["FunctionAssociations"]
        assert target_of(association["FunctionARN"]) == "Announce"
        if path != "/branding/*":
            assert of["CachePolicyId"] == DISABLED


def test_a_firms_look_is_kept_for_a_minute_and_by_host(expanded):
    branding = behaviours(expanded, "PortalCdn")["/branding/*"]
    assert target_of(branding["CachePolicyId"]) == "BrandingCache"
    assert branding["AllowedMethods"] == ["GET", "HEAD"]
    policy = expanded.of_type("AWS::CloudFront::CachePolicy")["BrandingCache"]["CachePolicyConfig"]
    assert policy["MaxTTL"] == 60
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["HeadersConfig"] == {
        "HeaderBehavior": "whitelist",
        "Headers": [gateway.VIEWER_HOST],
    }


def test_files_are_kept_only_as_long_as_they_say(expanded):
    policy = expanded.of_type("AWS::CloudFront::CachePolicy")["FilesCache"]["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)


def test_no_error_is_kept_for_others(cdn):
    """By itself a CDN answers the next one with it, whoever that is, for ten seconds.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
    """
    responses = cdn["CustomErrorResponses"]
    assert {of["ErrorCode"] for of in responses} == KEPT_BY_ITSELF
    assert all(set(of) == {"ErrorCode", "ErrorCachingMinTTL"} for of in responses)
    assert {of["ErrorCachingMinTTL"] for of in responses} == {0}


def test_the_cdn_shows_its_secret_to_the_api_and_to_nothing_else(cdn):
    origins = {of["Id"]: of for of in cdn["Origins"]}
    (shown,) = origins["api"]["OriginCustomHeaders"]
    assert shown == {"HeaderName": gateway.ORIGIN, "HeaderValue": {"Ref": "OriginSecret"}}
    assert "OriginCustomHeaders" not in origins["site"]
    assert origins["api"]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_secret_is_never_printed_and_never_short(expanded):
    for name in ("OriginSecret", "OriginSecretBefore"):
        parameter = expanded.template["Parameters"][name]
        assert parameter["NoEcho"] is True
        assert "{32,128}" in parameter["AllowedPattern"]
    assert "Default" not in expanded.template["Parameters"]["OriginSecret"]
    assert len(ORIGIN_SECRET) >= 32 <= len(PARAMETERS["OriginSecret"])


def test_the_cdn_speaks_todays_protocols(cdn):
    assert cdn["HttpVersion"] == "http2and3"
    assert cdn["IPV6Enabled"] is True
    _, own, _ = cdn["ViewerCertificate"]["Fn::If"]
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert "Logging" not in cdn


def test_files_are_read_by_these_two_alone(expanded):
    (policy,) = (
        of
        for of in expanded.of_type("AWS::S3::BucketPolicy").values()
        if of["Bucket"] == {"Ref": "Site"}
    )
    (reading,) = (of for of in policy["PolicyDocument"]["Statement"] if of["Effect"] == "Allow")
    assert reading["Action"] == "s3:GetObject"
    sources = reading["Condition"]["StringEquals"]["aws:SourceArn"]
    assert [source["Fn::Sub"].rpartition("/")[2] for source in sources] == [
        "${PortalCdn}",
        "${DeskCdn}",
    ]


@pytest.mark.parametrize(
    "place", ["/", "", "/invoices", "/invoices/inv_1", "/sign-in", "/a.b/c", "/x/", "/.hidden"]
)
def test_every_place_is_the_page(expanded, place):
    assert run(expanded, "PortalPages", uri=place)["uri"] == "/index.html"
    assert run(expanded, "DeskPages", uri=place)["uri"] == "/desk.html"


@pytest.mark.parametrize("file", ["/v/main-4F2A.js", "/v/index-1.css", "/favicon.ico"])
def test_a_file_is_itself(expanded, file):
    for name in ("PortalPages", "DeskPages"):
        assert run(expanded, name, uri=file)["uri"] == file


@pytest.mark.parametrize("page", ["/desk.html", "/index.html", "/v/x.html", "/desk.html/"])
def test_no_page_is_shown_under_another_name(expanded, page):
    """The desk's page never stands at a portal's origin."""
    for name in ("PortalPages", "DeskPages"):
        assert run(expanded, name, uri=page)["statusCode"] == 404


def test_the_api_is_told_the_host_and_the_visitor_whatever_the_viewer_says(expanded):
    forged = {"host": "Billing.Acme.example", "x-balie-host": "x", "x-balie-visitor": "x"}
    passed = run(expanded, "Announce", uri="/api/overview", headers=forged)
    assert passed["uri"] == "/api/overview"
    assert passed["headers"] == {
        "host": {"value": "Billing.Acme.example"},
        gateway.VIEWER_HOST: {"value": "billing.acme.example"},
        gateway.VISITOR: {"value": "198.51.100.7"},
    }


@pytest.mark.parametrize(("length", "taken"), [("0", True), ("1048576", True), ("1048577", False)])
def test_a_body_that_is_too_large_ends_at_the_cdn(expanded, length, taken):
    sent = {"host": "a.example", "content-length": length}
    answer = run(expanded, "Announce", method="POST", headers=sent)
    assert answer.get("statusCode") == (None if taken else 413)
    assert max(LARGEST_BODY, max(LARGEST.values()) * 4 // 3 + 1024) < gateway.LARGEST_BODY == 2**20


def test_a_length_that_is_no_number_ends_at_the_cdn(expanded):
    sent = {"host": "a.example", "content-length": "x"}
    assert run(expanded, "Announce", headers=sent)["statusCode"] == 413
