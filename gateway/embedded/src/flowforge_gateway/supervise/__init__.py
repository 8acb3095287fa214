"""Run the embedded gateway's two processes: the decision service, and Envoy with what watches over it."""
