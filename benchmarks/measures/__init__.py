"""One file per question about speed; ``run.py`` asks them all."""
