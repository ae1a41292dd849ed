"""One small file per command: read what was typed, call the floor below, print."""
