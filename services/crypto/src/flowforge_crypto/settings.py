"""Settings of the crypto service, from FLOWFORGE_CRYPTO_*."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from flowforge_crypto.core.encryption.key_source import InvalidKey, read_key
from servicekit import Settings


class CryptoSettings(Settings):
    """Named keys are the only operations that need a setting."""

    model_config = SettingsConfigDict(env_prefix="FLOWFORGE_CRYPTO_")

    master_key: SecretStr | None = Field(
        None,
        description="256-bit key (hex or base64) that named keys are sealed with; without it, none.",
    )
    previous_master_key: SecretStr | None = Field(
        None,
        description="The master key before a change: opens what it still seals.",
    )

    @field_validator("master_key", "previous_master_key")
    @classmethod
    def _is_a_key(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            try:
                read_key(given.get_secret_value())
            except InvalidKey as error:
                raise ValueError("give 32 bytes as hex (64 characters), base64 or base64url") from error
        return given
