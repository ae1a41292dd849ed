"""Worlds and policies that come with Handoff, as data."""
