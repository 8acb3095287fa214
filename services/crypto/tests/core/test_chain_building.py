from typing import Any

import pytest

from flowforge_crypto.core.chain_building import Trust
from flowforge_crypto.core.chain_errors import ChainBroken

from .pkits import MOMENT, ROOT, certificate


def chain(rules: Any) -> Any:
    trust = Trust([certificate(ROOT)], MOMENT, rules)
    return trust.chain(certificate("ValidCertificatePathTest1EE"), [certificate("GoodCACert")], None)


def test_each_by_its_own_rules() -> None:
    """NIST's certificates are no web servers': they have no alternative names."""
    assert len(chain("rfc-5280")) == 3
    with pytest.raises(ChainBroken, match="no alternative names"):
        chain("web-pki")
