"""Generate files from gateway/services.yml: routes, containers, Kubernetes objects and a document."""
