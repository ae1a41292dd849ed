"""What may be concluded from paired runs, and how surely."""
