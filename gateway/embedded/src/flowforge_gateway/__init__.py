"""Services, tiers, consumers and the rendered declaration of the gateway.

`python -m flowforge_gateway authz|envoy` runs the embedded gateway on what `render` wrote; see README.md.
"""

from flowforge_gateway.catalog import (
    Service,
    Tier,
    default_kong_file,
    load_services,
    load_tiers,
)
from flowforge_gateway.certificate import make_certificate
from flowforge_gateway.consumers.records import Algorithm, Consumer, Credential, CredentialKind
from flowforge_gateway.consumers.store import ConsumerStore, IssuedJwt, IssuedKey, IssuedLogin
from flowforge_gateway.errors import (
    ConsumerExists,
    GatewayError,
    InvalidConsumer,
    InvalidConsumerFile,
    InvalidDeclaration,
    KongRefused,
    MetricsUnavailable,
    NoSigningKey,
    NoSuchConsumer,
)
from flowforge_gateway.kong_admin import push_to_kong
from flowforge_gateway.render import Rendered, render
from flowforge_gateway.services import ServiceEntry, default_services_file, load_entries
from flowforge_gateway.usage import Counts, Usage, read_usage
from flowforge_gateway.usage_metrics import read_metrics_usage

__all__ = [
    "Algorithm",
    "Consumer",
    "ConsumerExists",
    "ConsumerStore",
    "Counts",
    "Credential",
    "CredentialKind",
    "GatewayError",
    "InvalidConsumer",
    "InvalidConsumerFile",
    "InvalidDeclaration",
    "IssuedJwt",
    "IssuedKey",
    "IssuedLogin",
    "KongRefused",
    "MetricsUnavailable",
    "NoSigningKey",
    "NoSuchConsumer",
    "Rendered",
    "Service",
    "ServiceEntry",
    "Tier",
    "Usage",
    "default_kong_file",
    "default_services_file",
    "load_entries",
    "load_services",
    "load_tiers",
    "make_certificate",
    "push_to_kong",
    "read_metrics_usage",
    "read_usage",
    "render",
]
