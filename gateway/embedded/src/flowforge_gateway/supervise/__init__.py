"""Run the two processes of the embedded gateway: the decision service, and Envoy with its log reader."""
