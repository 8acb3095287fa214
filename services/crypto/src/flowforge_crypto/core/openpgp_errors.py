"""What can be wrong with an OpenPGP message or key."""

from servicekit import InvalidInput


class UnreadablePgpKey(InvalidInput):
    code = "OPENPGP_KEY_UNREADABLE"
    message = "'{field}' is no OpenPGP key: give it in ASCII armor."


class PgpNotPossible(InvalidInput):
    code = "OPENPGP_NOT_POSSIBLE"
    message = "OpenPGP cannot do it: {reason}."


class PgpUndecryptable(InvalidInput):
    code = "OPENPGP_NOT_DECRYPTABLE"
    message = "'message' cannot be decrypted: another key, another passphrase, or it was changed."


class NotSigned(InvalidInput):
    code = "OPENPGP_SIGNATURE_INVALID"
    message = "'message' bears no valid signature of a key in 'signed_by': it is not shown."
