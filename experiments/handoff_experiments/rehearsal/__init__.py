"""A dress rehearsal of the verdicts: comparisons of a policy whose effect is zero, by the hundred."""
