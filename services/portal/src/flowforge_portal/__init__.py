"""The platform as people see it: a console, one specification, a reference, a guide.

Everything it shows comes from the documents of the services that run.
"""
