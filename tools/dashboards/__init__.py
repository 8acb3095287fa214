"""Grafana's dashboards, written by `make docs` to deploy/grafana/dashboards."""
