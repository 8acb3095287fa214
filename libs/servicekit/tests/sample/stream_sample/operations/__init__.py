"""One operation for each way of taking and giving bytes without a model."""
