"""Download URL inputs safely: only public addresses, only http and https, capped in size and time.

Needs outbound network access and DNS. Nothing else in the platform opens a URL that a caller gave.
"""
