"""Playing a shop in the terminal: cards, keys, the table they are played at, the score."""
