"""Signals that tell whether a person should look at a model's result before it is used."""
