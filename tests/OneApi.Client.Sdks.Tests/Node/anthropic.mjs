// Anthropic's own SDK, changed in nothing but base URL and key.
import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { assert, channels, check, city, keys, png, requests, thrown, upstream, url } from './checks.mjs';

const of = (key, maxRetries = 2) => new Anthropic({ baseURL: url, apiKey: key, maxRetries });
const client = of(keys.good);
const max_tokens = 200;
const weather = { name: 'get_weather', description: 'Tells the weather.', input_schema: city };
const hello = [{ role: 'user', content: 'Hello there' }];
const ask = [{ role: 'user', content: 'Please get_weather for me' }];
const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');
const answered = (call) => ({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'sunny, 21 degrees' }] });

for (const { name, model, vision, structured } of channels) {
  await check(`${name}/chat`, async () => {
    const answer = await client.messages.create({ model, max_tokens, system: 'Be short.', messages: hello });
    assert.match(textOf(answer), /Hello there/);
    assert.equal(answer.stop_reason, 'end_turn');
    assert.equal(answer.role, 'assistant');
    assert.ok(answer.usage.input_tokens > 0 && answer.usage.output_tokens > 0);
  });

  await check(`${name}/stream`, async () => {
    const stream = client.messages.stream({ model, max_tokens, messages: hello });
    let text = '';
    stream.on('text', (piece) => { text += piece; });
    const message = await stream.finalMessage();
    assert.match(text, /Hello there/);
    assert.equal(textOf(message), text);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.output_tokens > 0);
  });

  await check(`${name}/count tokens`, async () => {
    assert.ok((await client.messages.countTokens({ model, messages: hello })).input_tokens > 0);
  });

  await check(`${name}/tools`, async () => {
    const first = await client.messages.create({ model, max_tokens, messages: ask, tools: [weather] });
    assert.equal(first.stop_reason, 'tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.input.city, 'string');
    const second = await client.messages.create({ model, max_tokens, tools: [weather], messages: [...ask, { role: 'assistant', content: first.content }, answered(call)] });
    assert.match(textOf(second), /sunny, 21 degrees/);
  });

  await check(`${name}/tools streamed`, async () => {
    const first = await client.messages.stream({ model, max_tokens, messages: ask, tools: [weather] }).finalMessage();
    assert.equal(first.stop_reason, 'tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    assert.equal(typeof call.input.city, 'string');
    const second = await client.messages.stream({ model, max_tokens, tools: [weather], messages: [...ask, { role: 'assistant', content: first.content }, answered(call)] }).finalMessage();
    assert.match(textOf(second), /sunny, 21 degrees/);
  });

  if (structured) {
    await check(`${name}/structured`, async () => {
      const format = zodOutputFormat(z.object({ title: z.string(), count: z.number() }));
      const answer = await client.messages.parse({ model, max_tokens, messages: hello, output_config: { format } });
      assert.equal(typeof answer.parsed_output.title, 'string');
      assert.equal(typeof answer.parsed_output.count, 'number');
    });
  } else {
    await check(`${name}/structured is a warning`, async () => {
      const { response } = await client.messages.create({ model, max_tokens, messages: hello, output_config: { format: { type: 'json_schema', schema: city } } }).withResponse();
      assert.ok(Number(response.headers.get('x-oneapi-warnings')) > 0);
    });
  }

  if (vision) {
    await check(`${name}/image`, async () => {
      const content = [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }, { type: 'text', text: 'What is this' }];
      const answer = await client.messages.create({ model: vision, max_tokens, messages: [{ role: 'user', content }] });
      assert.match(textOf(answer), /What is this/);
      assert.ok((await upstream(name)).includes(png), 'the provider was not sent the image');
    });
  }

  await check(`${name}/error in stream`, async () => {
    let text = '';
    const error = await thrown(async () => {
      for await (const event of await client.messages.create({ model: `broken-${name}`, max_tokens, messages: hello, stream: true })) {
        text += event.type === 'content_block_delta' ? event.delta.text : '';
      }
    });
    assert.ok(error instanceof Anthropic.APIError, String(error));
    assert.ok(text.length > 0, 'nothing came before the error');
  });
}

const model = channels[0].model;
const chat = (key, maxRetries) => () => of(key, maxRetries).messages.create({ model, max_tokens, messages: hello });

await check('errors/models', async () => {
  const ids = [];
  for await (const one of client.models.list()) {
    ids.push(one.id);
  }

  assert.ok(ids.includes(model));
  assert.equal((await client.models.retrieve(model)).id, model);
});

await check('errors/wrong key', async () => {
  const error = await thrown(chat(keys.wrong));
  assert.ok(error instanceof Anthropic.AuthenticationError, String(error));
  assert.equal(error.error.error.type, 'authentication_error');
});

await check('errors/unknown model', async () => {
  const error = await thrown(() => client.messages.create({ model: 'no-such-model', max_tokens, messages: hello }));
  assert.ok(error instanceof Anthropic.NotFoundError, String(error));
  assert.equal(error.error.error.type, 'not_found_error');
});

await check('errors/forbidden', async () => {
  const error = await thrown(chat(keys.forbidden));
  assert.ok(error instanceof Anthropic.PermissionDeniedError, String(error));
  assert.equal(error.error.error.type, 'permission_error');
});

await check('errors/quota exhausted', async () => {
  let error;
  assert.equal(await requests(keys.exhausted, async () => { error = await thrown(chat(keys.exhausted)); }), 1);
  assert.ok(error instanceof Anthropic.APIError, String(error));
  assert.equal(error.status, 402);
  assert.equal(error.error.error.type, 'billing_error');
});

await check('errors/malformed request', async () => {
  const error = await thrown(() => client.messages.create({ model, max_tokens, messages: 'no list' }));
  assert.ok(error instanceof Anthropic.BadRequestError, String(error));
  assert.match(error.message, /messages/);
});

await check('errors/too large', async () => {
  const error = await thrown(() => client.messages.create({ model, max_tokens, messages: [{ role: 'user', content: 'x'.repeat(11 * 1024 * 1024) }] }));
  assert.ok(error instanceof Anthropic.APIError, String(error));
  assert.equal(error.status, 413);
  assert.equal(error.error.error.type, 'request_too_large');
});

await check('errors/limit of the token', async () => {
  await thrown(async () => { await chat(keys.limited, 0)(); await chat(keys.limited, 0)(); });
  const error = await thrown(chat(keys.limited, 0));
  assert.ok(error instanceof Anthropic.RateLimitError, String(error));
  assert.ok(Number(error.headers.get('retry-after')) >= 1);
});

await check('errors/rate limited upstream', async () => {
  let error;
  const started = performance.now();
  const count = await requests(keys.good, async () => {
    error = await thrown(() => of(keys.good, 1).messages.create({ model: 'limited', max_tokens, messages: hello }));
  });
  assert.ok(error instanceof Anthropic.RateLimitError, String(error));
  assert.equal(count, 2);
  assert.ok(performance.now() - started > 900, 'the wait was not honoured');
});
