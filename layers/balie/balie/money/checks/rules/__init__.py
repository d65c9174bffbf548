"""The laws of the ledger, and what a provider must say too: pure."""
