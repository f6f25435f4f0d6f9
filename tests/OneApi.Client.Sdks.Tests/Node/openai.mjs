// OpenAI's own SDK, changed in nothing but base URL and key.
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { assert, channels, check, city, keys, png, requests, thrown, upstream, url } from './checks.mjs';

const of = (key, maxRetries = 2) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries });
const client = of(keys.good);
const weather = { type: 'function', function: { name: 'get_weather', description: 'Tells the weather.', parameters: city } };
const hello = [{ role: 'user', content: 'Hello there' }];
const ask = [{ role: 'user', content: 'Please get_weather for me' }];

async function gathered(stream) {
  const calls = [];
  let text = '';
  let finish;
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    text += choice?.delta.content ?? '';
    finish = choice?.finish_reason ?? finish;
    for (const part of choice?.delta.tool_calls ?? []) {
      const call = (calls[part.index] ??= { id: part.id, type: 'function', function: { name: part.function.name, arguments: '' } });
      call.function.arguments += part.function.arguments ?? '';
    }
  }

  return { text, finish, calls };
}

for (const { name, model, vision, embedding, structured } of channels) {
  await check(`${name}/chat`, async () => {
    const answer = await client.chat.completions.create({ model, messages: [{ role: 'system', content: 'Be short.' }, ...hello] });
    assert.match(answer.choices[0].message.content, /Hello there/);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.object, 'chat.completion');
    assert.ok(answer.usage.prompt_tokens > 0 && answer.usage.completion_tokens > 0);
  });

  await check(`${name}/stream`, async () => {
    const stream = await client.chat.completions.create({ model, messages: hello, stream: true, stream_options: { include_usage: true } });
    let text = '';
    let usage;
    let finish;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }

    assert.match(text, /Hello there/);
    assert.equal(finish, 'stop');
    assert.ok(usage.total_tokens > 0);
  });

  await check(`${name}/stream without usage`, async () => {
    for await (const chunk of await client.chat.completions.create({ model, messages: hello, stream: true })) {
      assert.equal(chunk.choices.length, 1);
      assert.equal(chunk.usage ?? null, null);
    }
  });

  await check(`${name}/tools`, async () => {
    const first = (await client.chat.completions.create({ model, messages: ask, tools: [weather] })).choices[0];
    assert.equal(first.finish_reason, 'tool_calls');
    assert.equal(first.message.tool_calls[0].function.name, 'get_weather');
    assert.equal(typeof JSON.parse(first.message.tool_calls[0].function.arguments).city, 'string');
    const second = await client.chat.completions.create({
      model,
      tools: [weather],
      messages: [...ask, first.message, { role: 'tool', tool_call_id: first.message.tool_calls[0].id, content: 'sunny, 21 degrees' }],
    });
    assert.match(second.choices[0].message.content, /sunny, 21 degrees/);
  });

  await check(`${name}/tools streamed`, async () => {
    const first = await gathered(await client.chat.completions.create({ model, messages: ask, tools: [weather], stream: true }));
    assert.equal(first.finish, 'tool_calls');
    assert.equal(typeof JSON.parse(first.calls[0].function.arguments).city, 'string');
    const second = await gathered(await client.chat.completions.create({
      model,
      tools: [weather],
      stream: true,
      messages: [...ask, { role: 'assistant', content: null, tool_calls: first.calls }, { role: 'tool', tool_call_id: first.calls[0].id, content: 'sunny, 21 degrees' }],
    }));
    assert.match(second.text, /sunny, 21 degrees/);
  });

  await check(`${name}/tool runner`, async () => {
    let given;
    const run = client.chat.completions.runTools({
      model,
      messages: ask,
      tools: [{ type: 'function', function: { ...weather.function, parse: JSON.parse, function: (argument) => ((given = argument), 'rain all day') } }],
    });
    assert.match(await run.finalContent(), /rain all day/);
    assert.equal(typeof given.city, 'string');
  });

  await check(`${name}/responses`, async () => {
    const answer = await client.responses.create({ model, input: 'Hello there', store: false });
    assert.match(answer.output_text, /Hello there/);
    assert.equal(answer.status, 'completed');
  });

  await check(`${name}/responses streamed`, async () => {
    let text = '';
    let last;
    for await (const event of await client.responses.create({ model, input: 'Hello there', store: false, stream: true })) {
      text += event.type === 'response.output_text.delta' ? event.delta : '';
      last = event;
    }

    assert.match(text, /Hello there/);
    assert.equal(last.type, 'response.completed');
  });

  if (structured) {
    await check(`${name}/structured`, async () => {
      const format = zodResponseFormat(z.object({ title: z.string(), count: z.number() }), 'thing');
      const answer = await client.chat.completions.parse({ model, messages: hello, response_format: format });
      assert.equal(typeof answer.choices[0].message.parsed.title, 'string');
      assert.equal(typeof answer.choices[0].message.parsed.count, 'number');
    });
  } else {
    await check(`${name}/structured is a warning`, async () => {
      const { response } = await client.chat.completions.create({ model, messages: hello, response_format: { type: 'json_schema', json_schema: { name: 'thing', schema: city } } }).withResponse();
      assert.ok(Number(response.headers.get('x-oneapi-warnings')) > 0);
    });
  }

  if (vision) {
    await check(`${name}/image`, async () => {
      const content = [{ type: 'text', text: 'What is this' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }];
      const answer = await client.chat.completions.create({ model: vision, messages: [{ role: 'user', content }] });
      assert.match(answer.choices[0].message.content, /What is this/);
      assert.ok((await upstream(name)).includes(png), 'the provider was not sent the image');
    });
  }

  if (embedding) {
    await check(`${name}/embeddings`, async () => {
      // The SDK asks for base64 and decodes it: what comes out are numbers.
      const answer = await client.embeddings.create({ model: embedding, input: ['first', 'second'] });
      assert.equal(answer.data.length, 2);
      assert.deepEqual(answer.data.map((one) => one.index), [0, 1]);
      assert.ok(answer.data.every((one) => one.embedding.length > 1 && one.embedding.every(Number.isFinite)));
      assert.notDeepEqual(answer.data[0].embedding, answer.data[1].embedding);
    });
  }

  await check(`${name}/error in stream`, async () => {
    let text = '';
    const error = await thrown(async () => {
      for await (const chunk of await client.chat.completions.create({ model: `broken-${name}`, messages: hello, stream: true })) {
        text += chunk.choices[0]?.delta.content ?? '';
      }
    });
    assert.ok(error instanceof OpenAI.APIError, String(error));
    assert.ok(text.length > 0, 'nothing came before the error');
  });
}

const model = channels[0].model;
const chat = (key, maxRetries) => () => of(key, maxRetries).chat.completions.create({ model, messages: hello });

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
  assert.ok(error instanceof OpenAI.AuthenticationError, String(error));
  assert.equal(error.status, 401);
  assert.equal(error.code, 'invalid_api_key');
});

await check('errors/unknown model', async () => {
  const error = await thrown(() => client.chat.completions.create({ model: 'no-such-model', messages: hello }));
  assert.ok(error instanceof OpenAI.NotFoundError, String(error));
  assert.equal(error.code, 'model_not_found');
});

await check('errors/forbidden', async () => {
  const error = await thrown(chat(keys.forbidden));
  assert.ok(error instanceof OpenAI.PermissionDeniedError, String(error));
  assert.equal(error.code, 'model_not_allowed');
});

await check('errors/quota exhausted', async () => {
  let error;
  assert.equal(await requests(keys.exhausted, async () => { error = await thrown(chat(keys.exhausted)); }), 1);
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.equal(error.status, 402);
  assert.equal(error.code, 'quota_exhausted');
});

await check('errors/malformed request', async () => {
  const error = await thrown(() => client.chat.completions.create({ model, messages: 'no list' }));
  assert.ok(error instanceof OpenAI.BadRequestError, String(error));
  assert.match(error.message, /messages/);
});

await check('errors/too large', async () => {
  const error = await thrown(() => client.chat.completions.create({ model, messages: [{ role: 'user', content: 'x'.repeat(11 * 1024 * 1024) }] }));
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.equal(error.status, 413);
  assert.equal(error.code, 'request_too_large');
});

await check('errors/limit of the token', async () => {
  await thrown(async () => { await chat(keys.limited, 0)(); await chat(keys.limited, 0)(); });
  const error = await thrown(chat(keys.limited, 0));
  assert.ok(error instanceof OpenAI.RateLimitError, String(error));
  assert.ok(Number(error.headers.get('retry-after')) >= 1);
});

await check('errors/rate limited upstream', async () => {
  let error;
  const started = performance.now();
  const count = await requests(keys.good, async () => {
    error = await thrown(() => of(keys.good, 1).chat.completions.create({ model: 'limited', messages: hello }));
  });
  assert.ok(error instanceof OpenAI.RateLimitError, String(error));
  assert.equal(count, 2);
  assert.ok(performance.now() - started > 900, 'the wait was not honoured');
});
