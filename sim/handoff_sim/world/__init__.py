"""The world document, and the drawing of its population."""
