"""Restore a named key from a backup, under its old name or a new one.

Ciphertexts carry the name that they were made under: give the old one where there are some.
"""

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.envelope import ENVELOPE_ERRORS
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.named_keys.errors import KeyExists, NamedKeysNotConfigured
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring, NotABackup, open_backup
from flowforge_crypto.core.encryption.named_keys.model import KeyInfo, KeyName, describe
from flowforge_crypto.core.encryption.passphrases import derive_in_worker
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class RestoreKeyRequest(KeySource):
    name: KeyName
    backup: str = Field(description="What keys/{name}/backup gave.")


@operation(
    "/keys/restore",
    errors=[KeyExists, NamedKeysNotConfigured, NotABackup, InvalidKey, UndecodableText, *ENVELOPE_ERRORS],
    example={"name": "restored", "backup": "RkZFAQ...", "passphrase": "correct horse battery staple"},
    needs="the backup of a key",
    secret=True,
)
def restore_named_key(request: RestoreKeyRequest, context: Context, settings: CryptoSettings) -> KeyInfo:
    keyring = Keyring.open(context, settings)
    key = open_backup(request.backup, request, derive_in_worker(context))
    keyring.add(request.name, key)
    return describe(request.name, key)
