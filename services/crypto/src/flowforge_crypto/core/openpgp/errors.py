"""What can be wrong with an OpenPGP message or key."""

from servicekit import InvalidInput


class UnreadablePgpKey(InvalidInput):
    code = "OPENPGP_KEY_UNREADABLE"
    message = "'{field}' is not an OpenPGP key: give it in ASCII armor or base64."


class PgpNotPossible(InvalidInput):
    code = "OPENPGP_NOT_POSSIBLE"
    message = "The OpenPGP operation failed: {reason}."


class PgpUndecryptable(InvalidInput):
    code = "OPENPGP_NOT_DECRYPTABLE"
    message = "'{field}' cannot be decrypted: wrong 'key' or 'passphrase', or it was changed."


class PgpContentUnsupported(InvalidInput):
    code = "OPENPGP_CONTENT_UNSUPPORTED"
    message = (
        "'{field}' is not a whole OpenPGP message, or holds one in a format that is not supported, such as "
        "bzip2: ask the sender for one made with '--compress-algo zip'."
    )


class NotSigned(InvalidInput):
    code = "OPENPGP_SIGNATURE_INVALID"
    message = "'{field}' has no valid signature of a key in 'signed_by'."


class SignatureWithin(InvalidInput):
    code = "OPENPGP_SIGNATURE_COMPRESSED"
    message = (
        "'{field}' is compressed, as GnuPG does without '-z 0', and its signatures cannot be checked. "
        "Omit 'signed_by' to decrypt it anyway."
    )


OPENING_ERRORS = (
    UnreadablePgpKey,
    PgpNotPossible,
    PgpUndecryptable,
    PgpContentUnsupported,
    NotSigned,
    SignatureWithin,
)
