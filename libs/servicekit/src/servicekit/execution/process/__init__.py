"""One worker process as the service sees it: start, call, watch, kill."""
