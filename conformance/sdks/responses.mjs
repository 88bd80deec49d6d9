// What programs do with the official openai package for Node, against a running server.
//
// Usage: node responses.mjs BASE_URL KEY

import assert from 'node:assert/strict';
import OpenAI, { NotFoundError } from 'openai';

const [, , base, apiKey] = process.argv;
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey, maxRetries: 0, timeout: 30_000 });

const stock = {
  type: 'function',
  name: 'stock',
  description: 'How many there are.',
  parameters: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
  strict: false,
};

const model = 'demo';

async function all(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

const tests = {
  async 'a plain answer'() {
    const answer = await client.responses.create({ model, input: 'good morning' });
    assert.equal(answer.status, 'completed');
    assert.equal(answer.output_text, 'You said: good morning');
  },

  async 'the stream helper comes to the same response'() {
    let words = '';
    const numbers = [];
    const stream = client.responses.stream({ model, input: '/words 40', reasoning: { effort: 'low' } });
    stream.on('event', (event) => numbers.push(event.sequence_number));
    stream.on('response.output_text.delta', (event) => {
      words += event.delta;
      assert.equal(event.snapshot, words);
    });
    const final = await stream.finalResponse();
    assert.deepEqual(numbers, [...numbers.keys()]);
    assert.equal(final.output_text, words);
    assert.match(words, /^1 2 3/);
    assert.deepEqual(final.output.map((item) => item.type), ['reasoning', 'message']);
  },

  async 'a function call is answered with all that was said'() {
    const said = [{ role: 'user', content: '/call stock {"sku":"bolt-7"}' }];
    const first = await client.responses.create({ model, input: said, tools: [stock], reasoning: { effort: 'low' } });
    const call = first.output.find((item) => item.type === 'function_call');
    assert.deepEqual(JSON.parse(call.arguments), { sku: 'bolt-7' });
    said.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: '12 on the shelf' });
    const second = await client.responses.create({ model, input: said, tools: [stock] });
    assert.match(second.output_text, /12 on the shelf/);
  },

  async 'a stored response is continued'() {
    const first = await client.responses
      .stream({ model, input: '/call stock {"sku":"a"}', tools: [stock], store: true })
      .finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    const second = await client.responses.create({
      model,
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'none left' }],
      tools: [stock],
    });
    assert.match(second.output_text, /none left/);
    const items = [];
    for await (const item of client.responses.inputItems.list(second.id, { order: 'asc', limit: 2 })) {
      items.push(item.type);
    }
    assert.deepEqual(items, ['message', 'message', 'function_call', 'function_call_output']);
    await client.responses.delete(first.id);
    await assert.rejects(client.responses.retrieve(first.id), NotFoundError);
  },

  async 'a background response is fetched and resumed'() {
    const begun = await client.responses.create({ model, input: '/words 3\n/pace 20', background: true, store: true });
    assert.equal(begun.status, 'in_progress');
    const whole = await all(await client.responses.retrieve(begun.id, { stream: true }));
    const rest = await all(await client.responses.retrieve(begun.id, { stream: true, starting_after: 3 }));
    assert.deepEqual(rest, whole.slice(4));
    const numbers = [];
    const helper = client.responses.stream({ response_id: begun.id, starting_after: 3 });
    for await (const event of helper) {
      numbers.push(event.sequence_number);
    }
    assert.deepEqual(numbers, rest.map((event) => event.sequence_number));
    assert.equal((await helper.finalResponse()).output_text, '1 2 3');
  },

  async 'a background response is cancelled'() {
    const begun = await client.responses.create({ model, input: '/words 100\n/pace 30000', background: true });
    const cancelled = await client.responses.cancel(begun.id);
    assert.equal(cancelled.id, begun.id);
    assert.equal((await client.responses.retrieve(begun.id)).status, 'cancelled');
    const events = await all(await client.responses.retrieve(begun.id, { stream: true }));
    assert.equal(events.at(-1).type, 'response.cancelled');
  },

  async 'a failure ends the stream helper with the response'() {
    const final = await client.responses.stream({ model, input: '/fail no more' }).finalResponse();
    assert.equal(final.status, 'failed');
    assert.match(final.error.message, /no more/);
  },

  async 'a mistake is an error that says why'() {
    await assert.rejects(client.responses.create({ model: 'no-such-model', input: 'hello' }), (error) => {
      assert.equal(error.status, 400);
      assert.match(error.message, /no model of that name/);
      return true;
    });
  },
};

for (const [name, test] of Object.entries(tests)) {
  const begun = performance.now();
  await test();
  console.log(`openai for Node: ${name} (${((performance.now() - begun) / 1000).toFixed(2)} s)`);
}
