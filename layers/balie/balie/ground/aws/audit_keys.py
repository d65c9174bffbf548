"""The key of looking after a firm's audit log; those of the log itself are in `keys.py`."""

from balie.ground.aws.keys import Key


def next_look() -> Key:
    return Key("TENANT", "NEXT_LOOK")
