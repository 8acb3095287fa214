"""What operators see of a service: metrics, log lines and traces."""
