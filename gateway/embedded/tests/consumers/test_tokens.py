from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from flowforge_gateway import Algorithm, ConsumerStore, InvalidConsumer, NoSigningKey


def _claims(store: ConsumerStore, token: str) -> dict[str, Any]:
    credential = store.records()[0].jwts[-1]
    material = credential.secret or credential.public_key or ""
    key: OctKey | RSAKey | ECKey
    match credential.algorithm:
        case "HS256":
            key = OctKey.import_key(material)
        case "RS256":
            key = RSAKey.import_key(material)
        case "ES256":
            key = ECKey.import_key(material)
    return jwt.decode(token, key, algorithms=[credential.algorithm]).claims


@pytest.mark.parametrize("algorithm", get_args(Algorithm))
def test_a_token_verifies_with_the_public_half(store: ConsumerStore, algorithm: Algorithm) -> None:
    store.add("acme")
    issued = store.add_jwt("acme", algorithm=algorithm)
    claims = _claims(store, store.token("acme", lifetime=timedelta(minutes=5)))
    assert claims["iss"] == issued.issuer
    assert claims["exp"] - claims["iat"] == 300


def test_a_token_does_not_outlive_its_credential(store: ConsumerStore) -> None:
    store.add("acme")
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
    store.add_jwt("acme", expires=end)
    assert _claims(store, store.token("acme"))["exp"] == int(end.timestamp())


def test_with_a_public_key_of_its_own_the_consumer_signs(store: ConsumerStore) -> None:
    store.add("acme")
    pair = ECKey.generate_key("P-256")
    store.add_jwt("acme", algorithm="ES256", public_key=pair.as_pem(private=False).decode())
    with pytest.raises(NoSigningKey):
        store.token("acme")


def test_keys_that_do_not_fit_are_refused(store: ConsumerStore) -> None:
    store.add("acme")
    pair = ECKey.generate_key("P-384")
    public = pair.as_pem(private=False).decode()
    with pytest.raises(InvalidConsumer, match="P-256, not P-384"):
        store.add_jwt("acme", algorithm="ES256", public_key=public)
    with pytest.raises(InvalidConsumer, match="no PEM key for RS256"):
        store.add_jwt("acme", algorithm="RS256", public_key=public)
    with pytest.raises(InvalidConsumer, match="a private key: keep it"):
        store.add_jwt("acme", algorithm="ES256", public_key=pair.as_pem(private=True).decode())
    with pytest.raises(InvalidConsumer, match="shared secret"):
        store.add_jwt("acme", public_key=public)
