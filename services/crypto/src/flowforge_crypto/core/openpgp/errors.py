"""What can be wrong with an OpenPGP message or key."""

from servicekit import InvalidInput


class UnreadablePgpKey(InvalidInput):
    code = "OPENPGP_KEY_UNREADABLE"
    message = "'{field}' is no OpenPGP key: give it in ASCII armor, or its bytes in base64."


class PgpNotPossible(InvalidInput):
    code = "OPENPGP_NOT_POSSIBLE"
    message = "OpenPGP cannot do it: {reason}."


class PgpUndecryptable(InvalidInput):
    code = "OPENPGP_NOT_DECRYPTABLE"
    message = "'{field}' cannot be decrypted: another key, another passphrase, or it was changed."


class PgpContentUnsupported(InvalidInput):
    code = "OPENPGP_CONTENT_UNSUPPORTED"
    message = (
        "'{field}' is not a whole OpenPGP message, or holds one in a format that is not supported, such as "
        "bzip2: ask the sender for one made with '--compress-algo zip'."
    )


class NotSigned(InvalidInput):
    code = "OPENPGP_SIGNATURE_INVALID"
    message = "'{field}' bears no valid signature of a key in 'signed_by': it is not shown."


class SignatureWithin(InvalidInput):
    code = "OPENPGP_SIGNATURE_COMPRESSED"
    message = (
        "'{field}' is compressed within, as GnuPG does unless told '-z 0': signatures there are not "
        "checked. Leave 'signed_by' out to read it all the same."
    )


OPENING_ERRORS = (
    UnreadablePgpKey,
    PgpNotPossible,
    PgpUndecryptable,
    PgpContentUnsupported,
    NotSigned,
    SignatureWithin,
)
