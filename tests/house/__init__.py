"""What flow tests share: a house (tenant, connection, handlers), its ledger's oracle, faults."""
