"""Run a prompt template: POST /api/v1/llm/templates/{name}/run.

`variables` fill the template. `messages` continue the conversation after its prompt, so a template can also
be the system prompt of a chat. The result has the version that was used.
"""

import asyncio
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.chat import ChatCompletion, ChatRequest
from flowforge_llm.core.apis.openai.messages import Message
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.templates import (
    Template,
    TemplateName,
    TemplateRepository,
    UnknownTemplate,
    Values,
    VariablesMissing,
    VariablesUnknown,
)
from flowforge_llm.operations.chat.completions import complete_chat
from servicekit import Context, RequestBody, operation


class RunTemplateRequest(RequestBody):
    variables: Values = Field(default={}, description="Values of the template's variables, by name.")
    version: Annotated[int, Field(ge=1)] | None = Field(None, description="The latest if left out.")
    messages: Annotated[list[Message], Field(max_length=200)] = Field(
        [], description="Messages after the template's prompt."
    )
    model: str | None = Field(None, description="Instead of the template's.")


class RunUsage(BaseModel):
    input_tokens: int = Field(description="Tokens of the input.")
    output_tokens: int = Field(description="Tokens that the model wrote.")


class TemplateAnswer(BaseModel):
    text: str = Field(description="The model's answer; JSON if the template has a response format.")
    finish_reason: str | None = Field(
        description=(
            "Why the text ends: `stop`, `length` at the token limit, or `tool_calls`; null while it goes on."
        )
    )
    name: str = Field(description="Name of the template that ran.")
    version: int = Field(description="Version of the template that ran.")
    model: str = Field(description="Name of the model that answered.")
    usage: RunUsage = Field(description="Tokens that this request used.")


@operation(
    "/templates/{name}/run",
    example={"name": "reply", "variables": {"shop": "a bookshop", "mail": "Where is my parcel?"}},
    errors=[UnknownTemplate, VariablesMissing, VariablesUnknown, *GENERATION_ERRORS],
    deadline=timedelta(minutes=10),
)
async def run_template(
    name: TemplateName, request: RunTemplateRequest, context: Context, models: ModelService
) -> TemplateAnswer:
    template = await asyncio.to_thread(TemplateRepository(context.store).get, name, request.version)
    answer = await complete_chat(_chat(template, request), context, models)
    if not isinstance(answer, ChatCompletion):
        raise TypeError("a request that is not streamed is answered by a document")
    (choice,) = answer.choices
    used = answer.usage
    return TemplateAnswer(
        text=choice.message.content or "",
        finish_reason=choice.finish_reason,
        name=name,
        version=template.version,
        model=answer.model,
        usage=RunUsage(
            input_tokens=used.prompt_tokens if used else 0,
            output_tokens=used.completion_tokens if used else 0,
        ),
    )


def _chat(template: Template, request: RunTemplateRequest) -> ChatRequest:
    system, prompt = template.fill(request.variables)
    said: dict[str, Any] = {
        "model": request.model or template.model,
        "temperature": template.temperature,
        "max_completion_tokens": template.max_tokens,
        "response_format": template.response_format,
    }
    opening = [Message(role="system", content=system)] if system is not None else []
    messages = [*opening, Message(role="user", content=prompt), *request.messages]
    return ChatRequest(messages=messages, **said)
