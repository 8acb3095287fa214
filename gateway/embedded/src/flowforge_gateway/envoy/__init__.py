"""Translate a declaration into Envoy's configuration: a bootstrap, and listener, route and cluster files."""
