"""Ask a model to work on a task, and check its answer."""
