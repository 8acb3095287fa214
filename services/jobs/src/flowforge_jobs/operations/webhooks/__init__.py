"""The signing secret of webhooks."""
