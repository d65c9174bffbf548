"""The whole product on one machine, and what the tests borrow from it; never deployed."""
