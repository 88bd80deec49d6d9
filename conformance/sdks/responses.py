"""What programs do with the official OpenAI package for Python, against a running server.

Usage: responses.py BASE_URL KEY
"""

import json
import sys
import time

from openai import APIStatusError, NotFoundError, OpenAI
from pydantic import BaseModel

STOCK = {
    "type": "function",
    "name": "stock",
    "description": "How many there are.",
    "parameters": {"type": "object", "properties": {"sku": {"type": "string"}}, "required": ["sku"]},
    "strict": False,
}

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key=sys.argv[2], max_retries=0, timeout=30)


def check(claim: bool, found: object) -> None:
    if not claim:
        raise AssertionError(found)


def a_plain_answer() -> None:
    answer = client.responses.create(model="demo", input="good morning", metadata={"order": "7"})
    check(answer.status == "completed", answer)
    check(answer.output_text == "You said: good morning", answer)
    check(answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens, answer.usage)
    check(answer.metadata == {"order": "7"}, answer)
    check(answer.id.startswith("resp_") and answer.created_at > 0, answer)


def the_stream_helper_comes_to_the_same_response() -> None:
    words = ""
    numbers = []
    with client.responses.stream(model="demo", input="/words 40") as stream:
        for event in stream:
            numbers.append(event.sequence_number)
            if event.type == "response.output_text.delta":
                words += event.delta
                check(event.snapshot == words, event)
        final = stream.get_final_response()
    check(numbers == list(range(len(numbers))), numbers)
    check(final.output_text == words and words.startswith("1 2 3"), final)


def a_bare_stream_has_the_documented_order() -> None:
    types = [event.type for event in client.responses.create(model="demo", input="/words 1", stream=True)]
    check(
        types
        == [
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
        ],
        types,
    )


def thoughts_are_a_reasoning_item() -> None:
    answer = client.responses.create(model="demo", input="/think Let me see.\nhello", reasoning={"effort": "high"})
    check([item.type for item in answer.output] == ["reasoning", "message"], answer.output)
    check(answer.output[0].summary[0].text == "Let me see.", answer.output)


def a_function_call_is_answered_with_all_that_was_said() -> None:
    said = [{"role": "user", "content": '/call stock {"sku":"bolt-7"}'}]
    first = client.responses.create(model="demo", input=said, tools=[STOCK], reasoning={"effort": "low"})
    calls = [item for item in first.output if item.type == "function_call"]
    check(len(calls) == 1 and json.loads(calls[0].arguments) == {"sku": "bolt-7"}, first.output)
    said += [item.model_dump(exclude_none=True) for item in first.output]
    said.append({"type": "function_call_output", "call_id": calls[0].call_id, "output": "12 on the shelf"})
    second = client.responses.create(model="demo", input=said, tools=[STOCK])
    check("12 on the shelf" in second.output_text, second.output)


def a_stored_response_is_continued() -> None:
    first = client.responses.create(
        model="demo", input='/call stock {"sku":"bolt-7"}', tools=[STOCK], store=True
    )
    call = next(item for item in first.output if item.type == "function_call")
    with client.responses.stream(
        model="demo",
        previous_response_id=first.id,
        input=[{"type": "function_call_output", "call_id": call.call_id, "output": "none left"}],
        tools=[STOCK],
        store=True,
    ) as stream:
        second = stream.get_final_response()
    check("none left" in second.output_text and second.previous_response_id == first.id, second)
    items = client.responses.input_items.list(second.id, order="asc", limit=2)
    types = [item.type for item in items]
    check(types == ["message", "message", "function_call", "function_call_output"], types)
    client.responses.delete(first.id)
    gone(lambda: client.responses.retrieve(first.id))
    gone(lambda: client.responses.create(model="demo", input="more", previous_response_id=first.id))


def a_streamed_call_has_its_arguments() -> None:
    arguments = ""
    with client.responses.stream(model="demo", input='/call stock {"sku":"a"}', tools=[STOCK]) as stream:
        for event in stream:
            if event.type == "response.function_call_arguments.delta":
                arguments += event.delta
                check(event.snapshot == arguments, event)
    check(json.loads(arguments) == {"sku": "a"}, arguments)


class Order(BaseModel):
    sku: str


def an_answer_in_a_form_is_asked_for() -> None:
    """The demo model answers in no form: what counts is that the form is understood."""
    answer = client.responses.create(
        model="demo",
        input="hello",
        text={"format": {"type": "json_schema", "name": "order", "schema": Order.model_json_schema()}},
    )
    check(answer.text.format.name == "order", answer.text)


def a_background_response_is_fetched_and_resumed() -> None:
    begun = client.responses.create(model="demo", input="/words 3\n/pace 20", background=True, store=True)
    check(begun.status == "in_progress" and begun.background, begun)
    whole = [event for event in client.responses.retrieve(begun.id, stream=True)]
    rest = [event for event in client.responses.retrieve(begun.id, stream=True, starting_after=3)]
    check(rest == whole[4:], (rest, whole))
    with client.responses.stream(response_id=begun.id, starting_after=3) as stream:
        helped = [event.sequence_number for event in stream]
        final = stream.get_final_response()
    check(helped == [event.sequence_number for event in rest], helped)
    check(final.output_text == "1 2 3", final)
    check(client.responses.retrieve(begun.id).status == "completed", begun)


def a_background_response_is_cancelled() -> None:
    begun = client.responses.create(model="demo", input="/words 100\n/pace 30000", background=True)
    cancelled = client.responses.cancel(begun.id)
    check(cancelled.id == begun.id and cancelled.status in ("cancelled", "cancelling"), cancelled)
    check(client.responses.retrieve(begun.id).status == "cancelled", begun)
    types = [event.type for event in client.responses.retrieve(begun.id, stream=True)]
    check(types[-1] == "response.cancelled", types)


def a_failure_is_told() -> None:
    answer = client.responses.create(model="demo", input="/fail no more")
    check(answer.status == "failed" and "no more" in answer.error.message, answer)


def a_cut_answer_is_incomplete() -> None:
    answer = client.responses.create(model="demo", input="/words 9", max_output_tokens=2)
    check(answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens", answer)


def a_mistake_is_an_error_that_says_why() -> None:
    try:
        client.responses.create(model="no-such-model", input="hello")
    except APIStatusError as error:
        check(error.status_code == 400 and "no model of that name" in str(error), error)
    else:
        raise AssertionError("an unknown model was taken")


def gone(call) -> None:
    try:
        call()
    except NotFoundError:
        return
    raise AssertionError("what was deleted is still there")


for test in [value for name, value in list(globals().items()) if callable(value) and name.startswith(("a_", "an_", "the_", "thoughts_"))]:
    begun = time.monotonic()
    test()
    print(f"openai for Python: {test.__name__.replace('_', ' ')} ({time.monotonic() - begun:.2f} s)")
