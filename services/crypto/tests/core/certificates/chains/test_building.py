from typing import Any

import pytest
from services.crypto.tests.core.certificates.pkits import MOMENT, ROOT, certificate

from flowforge_crypto.core.certificates.chains.building import Trust
from flowforge_crypto.core.certificates.chains.errors import ChainBroken


def chain(rules: Any) -> Any:
    trust = Trust([certificate(ROOT)], MOMENT, rules)
    return trust.chain(certificate("ValidCertificatePathTest1EE"), [certificate("GoodCACert")], None)


def test_each_by_its_own_rules() -> None:
    """NIST's certificates are no web servers': they have no alternative names."""
    assert len(chain("rfc-5280")) == 3
    with pytest.raises(ChainBroken, match="no alternative names"):
        chain("web-pki")
