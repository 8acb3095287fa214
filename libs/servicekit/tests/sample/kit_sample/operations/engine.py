"""Use a resource that one caller at a time may hold."""

import asyncio

from pydantic import BaseModel

from servicekit import RequestBody, operation


class EngineRequest(RequestBody):
    seconds: float = 0.0


class EngineResult(BaseModel):
    turns: int


class Engine:
    def __init__(self) -> None:
        self.turns = 0
        self.users = 0
        self.most_users = 0


@operation("/engine", example={})
async def use_engine(request: EngineRequest, engine: Engine) -> EngineResult:
    engine.users += 1
    engine.most_users = max(engine.most_users, engine.users)
    await asyncio.sleep(request.seconds)
    engine.users -= 1
    engine.turns += 1
    return EngineResult(turns=engine.turns)
