"""E0: does the phone-book world look like the trade? Facts as bands, what a world reaches, and the search behind it.

``python -m handoff_experiments.calibration table`` measures the committed worlds and rewrites ``docs/calibration.md``;
``... search`` looks for values of the handles that meet more bands. ``make calibration`` does the first.
"""
