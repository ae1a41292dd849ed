"""Worlds, policies and their fields, metrics and formulas: what there is to ask with, and what has been saved."""
