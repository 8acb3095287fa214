"""The steps that a recipe may have: each is a model that knows what it makes of bytes."""

from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.recipes.steps import (
    CompressStep,
    DecodeStep,
    DecryptStep,
    EncodeStep,
    EncryptStep,
    HashStep,
    HmacStep,
)
from flowforge_crypto.core.recipes.text_steps import (
    AffixStep,
    CharsetStep,
    ReplaceStep,
    SliceStep,
    TextStep,
    XorStep,
)

Step = Annotated[
    DecodeStep
    | EncodeStep
    | HashStep
    | HmacStep
    | CompressStep
    | EncryptStep
    | DecryptStep
    | TextStep
    | CharsetStep
    | AffixStep
    | ReplaceStep
    | XorStep
    | SliceStep,
    Field(discriminator="step"),
]
