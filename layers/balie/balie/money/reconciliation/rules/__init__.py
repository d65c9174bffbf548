"""Which entry pays which invoice: pure, and only what identifies is booked by itself."""
