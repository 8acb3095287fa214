"""Back up an exportable named key with all its versions, encrypted under your key or passphrase.

Keep it elsewhere: `keys/restore` makes the key again, in this service or another.
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.named_keys.errors import STORED_KEY_ERRORS, NotExportable
from flowforge_crypto.core.encryption.named_keys.keyring import Keyring, seal_backup
from flowforge_crypto.core.encryption.named_keys.model import KeyName
from flowforge_crypto.core.encryption.passphrases import derive_in_worker
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, operation


class BackupKeyRequest(KeySource):
    """What the backup is encrypted under."""


class BackupKeyResult(BaseModel):
    backup: str = Field(description="Base64, in the envelope that encrypt writes.")


@operation(
    "/keys/{name}/backup",
    errors=[*STORED_KEY_ERRORS, NotExportable, InvalidKey, UndecodableText],
    example={"name": "portable", "passphrase": "correct horse battery staple"},
    needs="a key named 'portable' that was made exportable",
    secret=True,
)
def back_up_named_key(
    request: BackupKeyRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> BackupKeyResult:
    key, _ = Keyring.open(context, settings).load(name)
    if not key.exportable:
        raise NotExportable(name=name)
    return BackupKeyResult(backup=seal_backup(key, request, derive_in_worker(context)))
