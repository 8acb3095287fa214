"""Programs found from examples: which expression makes the outputs of the inputs."""
