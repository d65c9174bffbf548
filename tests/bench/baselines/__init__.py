"""What the product's functions are measured against: the same work, written with less."""
