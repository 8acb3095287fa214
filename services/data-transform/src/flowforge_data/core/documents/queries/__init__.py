"""Query languages over documents and tables, each in a worker process that can be killed."""
