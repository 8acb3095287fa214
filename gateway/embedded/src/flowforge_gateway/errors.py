"""What can be wrong with the gateway's files and with what is asked of the consumer store."""


class GatewayError(Exception):
    """Every mistake that this package reports to its caller; the text is fit for a person."""


class InvalidDeclaration(GatewayError):
    """kong.yml holds something that the gateway does not know or cannot run."""


class InvalidConsumerFile(GatewayError):
    """The file of consumers cannot be read as one."""


class ConsumerExists(GatewayError):
    """The name is taken."""


class NoSuchConsumer(GatewayError):
    """No consumer has this name."""


class InvalidConsumer(GatewayError):
    """The name, tier or service of a consumer is not allowed."""


class NoSigningKey(GatewayError):
    """The consumer has no JWT credential that can sign a token."""


class MetricsUnavailable(GatewayError):
    """A gateway's metrics cannot be read."""


class KongRefused(GatewayError):
    """Kong's admin interface did not take the configuration."""
