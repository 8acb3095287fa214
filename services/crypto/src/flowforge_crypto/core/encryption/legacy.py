"""AES-CBC as older systems wrote it: read only, since nothing tells whether it was changed."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from servicekit import InvalidInput

BLOCK_BYTES = 16
CBC_KEY_BYTES = (16, 24, 32)


class LegacyUndecryptable(InvalidInput):
    code = "LEGACY_NOT_DECRYPTABLE"
    message = "'ciphertext' cannot be decrypted with AES-CBC: wrong key, wrong IV or damaged data."


def decrypt_cbc(key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
    """Return the plaintext without its PKCS #7 padding. Raises LegacyUndecryptable for whatever is wrong."""
    try:
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        padded = decryptor.update(ciphertext) + decryptor.finalize()
        unpadder = PKCS7(8 * BLOCK_BYTES).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        raise LegacyUndecryptable from error
