"""The decision service. Envoy calls it for every request, over HTTP/1.1 on a Unix socket (ext_authz)."""
