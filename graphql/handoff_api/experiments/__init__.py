"""Experiments in the schema: asked for, watched while they run, and read."""
