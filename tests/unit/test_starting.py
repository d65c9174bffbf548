"""How a function starts: collecting is off while it imports, and on again whatever happens."""

import gc

import pytest

from balie.ground.core import starting


@pytest.fixture(autouse=True)
def as_before():
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_meanwhile_and_what_was_made_stays():
    before = gc.get_freeze_count()
    with starting.for_good():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(100)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(made)


def test_collecting_goes_on_after_an_import_that_failed():
    with pytest.raises(ImportError), starting.for_good():
        raise ImportError
    assert gc.isenabled()
