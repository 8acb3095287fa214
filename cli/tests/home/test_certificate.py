import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from flowforge_cli.home.certificate import LIFETIME, local_certificate
from flowforge_cli.home.folder import Home


def test_clients_who_trust_the_authority_trust_the_gateway(home: Home) -> None:
    made = local_certificate(home)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    leaf = x509.load_pem_x509_certificate(made.chain.read_bytes())
    for subject in (x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))):
        verifier = PolicyBuilder().store(Store([authority])).build_server_verifier(subject)
        assert verifier.verify(leaf, []) == [leaf, authority]


def test_files_are_for_the_owner_alone(home: Home) -> None:
    made = local_certificate(home)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.key.parent.stat().st_mode) == 0o700


def test_it_is_kept_until_a_month_before_its_end(home: Home) -> None:
    first = local_certificate(home).chain.read_bytes()
    assert local_certificate(home).chain.read_bytes() == first
    late = datetime.now(UTC) + LIFETIME - timedelta(days=29)
    assert local_certificate(home, late).chain.read_bytes() != first
