"""Errors of the gateway's files and of the consumer store."""


class GatewayError(Exception):
    """Base class of this package's errors. The message can be shown to users."""


class InvalidDeclaration(GatewayError):
    """kong.yml or services.yml is invalid, or uses a feature that the embedded gateway does not support."""


class InvalidConsumerFile(GatewayError):
    """The consumer file cannot be parsed."""


class ConsumerExists(GatewayError):
    """A consumer or user with this name already exists."""


class NoSuchConsumer(GatewayError):
    """No consumer has this name."""


class InvalidConsumer(GatewayError):
    """The name, tier, service or expiry date of a consumer is invalid."""


class NoSigningKey(GatewayError):
    """The consumer has no JWT credential that can sign a token."""


class MetricsUnavailable(GatewayError):
    """The metrics of a gateway cannot be read."""


class KongRefused(GatewayError):
    """Kong's Admin API rejected the configuration."""
