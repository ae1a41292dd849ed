"""The ODD protocol and the model card, written from the code's own registry: ``make odd``."""
