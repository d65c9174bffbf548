"""What is kept is kept: encrypted, restorable, private, and keyed as the code expects."""

import copy
import json
import subprocess
import sys
from pathlib import Path

from balie.ground.aws import guard, keys
from dev.template import ROOT
from tests.template.expanded import Expanded

BLOCKED = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def public_buckets(expanded):
    return {
        name
        for name, bucket in expanded.of_type("AWS::S3::Bucket").items()
        if not all(bucket.get("PublicAccessBlockConfiguration", {}).get(way) for way in BLOCKED)
        or "AccessControl" in bucket
    }


def the_table(expanded):
    (table,) = expanded.of_type("AWS::DynamoDB::Table").values()
    return table


def test_the_table_is_keyed_as_the_guard_expects(expanded):
    table = the_table(expanded)
    assert keyed(table) == keys.Key._fields
    indexes = {index["IndexName"]: keyed(index) for index in table["GlobalSecondaryIndexes"]}
    assert indexes == {"lists": keys.ListKey._fields, "activity": keys.ActivityKey._fields}
    partitions = {keyed(table)[0], *(of[0] for of in indexes.values())}
    assert partitions == set(guard.PARTITION_KEYS)


def keyed(of):
    assert [key["KeyType"] for key in of["KeySchema"]] == ["HASH", "RANGE"]
    return tuple(key["AttributeName"] for key in of["KeySchema"])


def test_lists_hold_whole_rows(expanded):
    for index in the_table(expanded)["GlobalSecondaryIndexes"]:
        assert index["Projection"] == {"ProjectionType": "ALL"}


def test_the_table_can_be_restored_and_not_be_dropped(expanded):
    table = the_table(expanded)
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert "SSESpecification" not in table, "encrypted with the key that AWS owns, at no cost"
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_what_holds_data_outlives_the_stack(expanded):
    for name in ("Table", "SecretsKey", "Files"):
        assert expanded.template["Resources"][name]["DeletionPolicy"] == "Retain"
        assert expanded.template["Resources"][name]["UpdateReplacePolicy"] == "Retain"


def test_rows_that_end_by_themselves_do(expanded):
    ttl = the_table(expanded)["TimeToLiveSpecification"]
    assert ttl == {"AttributeName": "expires_at", "Enabled": True}


def test_the_stream_shows_new_rows(expanded):
    assert the_table(expanded)["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}


def test_readers_of_the_stream_see_new_events_and_nothing_else(expanded):
    streams = [of for of in expanded.mappings().values() if "StartingPosition" in of]
    event = keys.event("2026-11-22T09:30:00.000000Z", "evt_1")
    assert event.sk.startswith(keys.EVENTS)
    for stream in streams:
        (wanted,) = stream["FilterCriteria"]["Filters"]
        assert json.loads(wanted["Pattern"]) == {
            "eventName": ["INSERT"],
            "dynamodb": {"Keys": {"sk": {"S": [{"prefix": keys.EVENTS}]}}},
        }


def test_no_bucket_is_public(expanded):
    assert expanded.of_type("AWS::S3::Bucket")
    assert not public_buckets(expanded)


def test_every_bucket_is_encrypted_versioned_and_without_acls(expanded):
    for bucket in expanded.of_type("AWS::S3::Bucket").values():
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        (rule,) = bucket["OwnershipControls"]["Rules"]
        assert rule == {"ObjectOwnership": "BucketOwnerEnforced"}


def test_the_key_for_secrets_rotates(expanded):
    (key,) = expanded.of_type("AWS::KMS::Key").values()
    assert key["EnableKeyRotation"] is True


def test_the_template_is_clean():
    done = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "template.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_public_bucket_is_found(source):
    changed = copy.deepcopy(source)
    site = changed["Resources"]["Site"]["Properties"]
    site["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] = False
    assert public_buckets(Expanded(changed)) == {"Site"}
