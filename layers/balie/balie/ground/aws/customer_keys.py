"""Keys of the table by which customers are found, beside the list of their names in `keys.py`."""

from balie.ground.aws.keys import Key, ListKey, customer_rows

MERGED = "CUSTOMERS#MERGED"


def merged_by_name(sorts_as: str, customer_id: str) -> ListKey:
    """In place of `keys.customers_by_name`, for one that is shown within another."""
    return ListKey(MERGED, f"{sorts_as} #{customer_id}")


WORDS = "CUSTOMERS#WORDS"


def name_from(customer_id: str, words: str) -> Key:
    """words: the name as it is looked for, from a further word of it on."""
    return Key(customer_rows(customer_id), f"NAME_FROM#{words}")


def customers_by_words(words: str, customer_id: str) -> ListKey:
    return ListKey(WORDS, f"{words} #{customer_id}")
