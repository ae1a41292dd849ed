"""A person in a shop's seat: inputs, sessions, and what a recorded play amounts to as a way of deciding."""
