"""Call the service through what openapi-generator's Python generator made of its 3.0 document."""

import json
import sys

from crypto_client import ApiClient, Configuration, CryptoApi, UuidRequest, UuidRequestNamespace
from crypto_client.exceptions import UnprocessableEntityException
from crypto_client.models.error_envelope import ErrorEnvelope

KEY = "00" * 32

with ApiClient(Configuration(host=sys.argv[1])) as client:
    api = CryptoApi(client)
    named = api.crypto_uuid(
        uuid_request=UuidRequest(version="v5", namespace=UuidRequestNamespace("dns"), name="www.example.com")
    )
    refused = None
    try:
        api.crypto_uuid(uuid_request=UuidRequest(version="v5"))
    except UnprocessableEntityException as refusal:
        refused = refusal.data
    hashed = api.crypto_hash(file=("abc.txt", b"abc"))
    sealed = api.crypto_encrypt_file(file=("abc.txt", b"abc"), key=KEY)
    opened = api.crypto_decrypt_file(file=("abc.enc", sealed), key=KEY)
    assert isinstance(refused, ErrorEnvelope)
    found = {
        "uuid": named.uuid,
        "hash": hashed.hash,
        "decrypted": opened.decode(),
        "error": refused.error.code,
    }
    sys.stdout.write(json.dumps(found))
