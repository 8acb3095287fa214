"""Running of handlers: admission of callers, resources, deadlines, cancellation."""
