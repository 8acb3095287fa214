"""Hash a text with FastAPI and Pydantic, and nothing else."""

import hashlib
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

app = FastAPI()


class HashRequest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    algorithm: Literal["sha256", "sha512"] = "sha256"


class HashResult(BaseModel):
    algorithm: str
    hash: str
    weak: bool
    size_bytes: int


@app.post("/hash")
async def hash_text(request: HashRequest) -> HashResult:
    content = request.text.encode()
    digest = hashlib.new(request.algorithm, content).hexdigest()
    return HashResult(algorithm=request.algorithm, hash=digest, weak=False, size_bytes=len(content))
