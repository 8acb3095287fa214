"""Call the service through what openapi-python-client made of its 3.0 document."""

import json
import sys
from io import BytesIO

from crypto_client import Client
from crypto_client.api.crypto import crypto_decrypt_file, crypto_encrypt_file, crypto_hash, crypto_uuid
from crypto_client.models import (
    CryptoDecryptFileBody,
    CryptoEncryptFileBody,
    CryptoHashBody,
    ErrorEnvelope,
    HashResult,
    UuidRequest,
    UuidRequestNamespaceType0,
    UuidRequestVersion,
    UuidResult,
)
from crypto_client.types import File

KEY = "00" * 32

client = Client(base_url=sys.argv[1])
named = crypto_uuid.sync(
    client=client,
    body=UuidRequest(
        version=UuidRequestVersion.V5, namespace=UuidRequestNamespaceType0.DNS, name="www.example.com"
    ),
)
unnamed = crypto_uuid.sync(client=client, body=UuidRequest(version=UuidRequestVersion.V5))
hashed = crypto_hash.sync(client=client, body=CryptoHashBody(file=File(BytesIO(b"abc"), file_name="abc.txt")))
sealed = crypto_encrypt_file.sync(
    client=client, body=CryptoEncryptFileBody(file=File(BytesIO(b"abc"), file_name="abc.txt"), key=KEY)
)
assert isinstance(named, UuidResult)
assert isinstance(unnamed, ErrorEnvelope)
assert isinstance(hashed, HashResult)
assert isinstance(sealed, File)
sealed.file_name = "abc.enc"
opened = crypto_decrypt_file.sync(client=client, body=CryptoDecryptFileBody(file=sealed, key=KEY))
assert isinstance(opened, File)
found = {
    "uuid": named.uuid,
    "hash": hashed.hash_,
    "decrypted": opened.payload.read().decode(),
    "error": unnamed.error.code,
}
sys.stdout.write(json.dumps(found))
