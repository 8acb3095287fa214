"""Settings of the OCR service, FLOWFORGE_OCR_*."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.engines.catalog import Programs
from flowforge_ocr.engines.paddleocr import PaddleSetup, Runtime
from servicekit import Settings


class OcrSettings(Settings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="FLOWFORGE_OCR_")

    max_pages: int = Field(20, ge=1, description="Most pages that one call reads.")
    max_document_pages: int = Field(5_000, ge=1, description="Most pages of one document.")
    max_pixels: int = Field(100_000_000, ge=1, description="Most pixels of one picture.")
    max_page_pixels: int = Field(
        16_000_000, ge=1_000_000, description="Pixels that a page is read at; larger ones are shrunk to it."
    )
    max_text_pixels: int = Field(
        800_000,
        ge=10_000,
        description="Most text that one call reads: the length of all lines together, in pixels, at a height "
        "of 48. A dense page has 100,000.",
    )

    tesseract: str = Field("tesseract", description="Name or path of the Tesseract program.")
    paddleocr_python: str = Field(
        "",
        description="Python interpreter of the environment that has PaddleOCR. Workers may only run programs "
        "below /usr.",
    )
    paddleocr_runtime: Runtime = Field(
        "onnxruntime", description="What PaddleOCR runs on: onnxruntime, or paddle for PaddlePaddle."
    )
    paddleocr_device: str = Field("cpu", description="Device of PaddleOCR, such as cpu or gpu:0.")
    paddleocr_models: str = Field(
        "",
        description="Folder with the models PP-OCRv6_small_det and PP-OCRv6_small_rec of PaddleOCR. Empty: "
        "the ONNX weights of this service, which the runtime paddle cannot read.",
    )

    @model_validator(mode="after")
    def _names_models(self) -> Self:
        if self.paddleocr_runtime == "paddle" and not self.paddleocr_models:
            raise ValueError("FLOWFORGE_OCR_PADDLEOCR_MODELS is required with the runtime 'paddle'")
        return self

    @property
    def programs(self) -> Programs:
        setup = PaddleSetup(
            self.paddleocr_python, self.paddleocr_runtime, self.paddleocr_device, self.paddleocr_models
        )
        return Programs(self.tesseract, setup)

    @property
    def limits(self) -> OcrLimits:
        return OcrLimits(
            self.max_pages,
            self.max_document_pages,
            self.max_pixels,
            self.max_page_pixels,
            self.max_text_pixels,
        )
