"""The decision service: Envoy asks it about every request, over HTTP/1.1 on a Unix socket."""
