// The Vercel AI SDK with its providers for OpenAI (both of its wires), for whatever is compatible with it, and for Anthropic.
import { APICallError, RetryError, embedMany, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
import { assert, channels, check, keys, png, requests, thrown, upstream, url } from './checks.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const baseURL = `${url}/v1`;
const providers = (apiKey) => {
  const openai = createOpenAI({ baseURL, apiKey });
  const compatible = createOpenAICompatible({ name: 'gateway', baseURL, apiKey, supportsStructuredOutputs: true, includeUsage: true });
  const anthropic = createAnthropic({ baseURL, apiKey });
  return {
    'openai responses': { of: (model) => openai.responses(model), embedding: null },
    'openai chat': { of: (model) => openai.chat(model), embedding: (model) => openai.embedding(model) },
    compatible: { of: (model) => compatible(model), embedding: (model) => compatible.embeddingModel(model) },
    anthropic: { of: (model) => anthropic(model), embedding: null },
  };
};

const weather = (given) => tool({
  description: 'Tells the weather.',
  inputSchema: z.object({ city: z.string() }),
  execute: async (input) => { given.push(input); return 'sunny, 21 degrees'; },
});

for (const [wire, { of, embedding: embeddingOf }] of Object.entries(providers(keys.good))) {
  for (const { name, model, vision, embedding, structured } of channels) {
    await check(`${wire}/${name}/chat`, async () => {
      const answer = await generateText({ model: of(model), system: 'Be short.', prompt: 'Hello there' });
      assert.match(answer.text, /Hello there/);
      assert.equal(answer.finishReason, 'stop');
      assert.ok(answer.usage.inputTokens > 0 && answer.usage.outputTokens > 0);
    });

    await check(`${wire}/${name}/stream`, async () => {
      const errors = [];
      const answer = streamText({ model: of(model), prompt: 'Hello there', onError: ({ error }) => errors.push(error) });
      let text = '';
      for await (const piece of answer.textStream) {
        text += piece;
      }

      assert.deepEqual(errors, []);
      assert.match(text, /Hello there/);
      assert.equal(await answer.finishReason, 'stop');
      assert.ok((await answer.usage).outputTokens > 0);
    });

    await check(`${wire}/${name}/tools`, async () => {
      const given = [];
      const answer = await generateText({ model: of(model), prompt: 'Please get_weather for me', tools: { get_weather: weather(given) }, stopWhen: stepCountIs(3) });
      assert.equal(typeof given[0].city, 'string');
      assert.match(answer.text, /sunny, 21 degrees/);
    });

    await check(`${wire}/${name}/tools streamed`, async () => {
      const given = [];
      const errors = [];
      const answer = streamText({ model: of(model), prompt: 'Please get_weather for me', tools: { get_weather: weather(given) }, stopWhen: stepCountIs(3), onError: ({ error }) => errors.push(error) });
      await answer.consumeStream();
      assert.deepEqual(errors, []);
      assert.equal(typeof given[0].city, 'string');
      assert.match(await answer.text, /sunny, 21 degrees/);
    });

    // By default this SDK sends what was answered back as references, on the Responses wire.
    await check(`${wire}/${name}/second turn`, async () => {
      const first = await generateText({ model: of(model), prompt: 'Hello there' });
      const messages = [{ role: 'user', content: 'Hello there' }, ...first.response.messages, { role: 'user', content: 'And now' }];
      assert.match((await generateText({ model: of(model), messages })).text, /And now/);
      assert.ok((await upstream(name)).includes(first.text), 'the provider was not sent what it had answered');
    });

    if (structured) {
      await check(`${wire}/${name}/structured`, async () => {
        const answer = await generateText({ model: of(model), prompt: 'Hello there', output: Output.object({ schema: z.object({ title: z.string(), count: z.number() }) }) });
        assert.equal(typeof answer.output.title, 'string');
        assert.equal(typeof answer.output.count, 'number');
      });
    }

    if (vision) {
      await check(`${wire}/${name}/image`, async () => {
        const content = [{ type: 'text', text: 'What is this' }, { type: 'image', image: png, mediaType: 'image/png' }];
        const answer = await generateText({ model: of(vision), messages: [{ role: 'user', content }] });
        assert.match(answer.text, /What is this/);
        assert.ok((await upstream(name)).includes(png), 'the provider was not sent the image');
      });
    }

    if (embedding && embeddingOf) {
      await check(`${wire}/${name}/embeddings`, async () => {
        const answer = await embedMany({ model: embeddingOf(embedding), values: ['first', 'second'] });
        assert.equal(answer.embeddings.length, 2);
        assert.ok(answer.embeddings.every((one) => one.length > 1 && one.every(Number.isFinite)));
      });
    }

    await check(`${wire}/${name}/error in stream`, async () => {
      const errors = [];
      const answer = streamText({ model: of(`broken-${name}`), prompt: 'Hello there', onError: ({ error }) => errors.push(error) });
      let text = '';
      for await (const piece of answer.textStream) {
        text += piece;
      }

      assert.equal(errors.length, 1);
      assert.ok(text.length > 0, 'nothing came before the error');
    });
  }
}

const model = channels[0].model;

await check('errors/openai responses/unknown item', async () => {
  const model = providers(keys.good)['openai responses'].of(channels[0].model);
  const first = await generateText({ model, prompt: 'Hello there', providerOptions: { openai: { store: false } } });
  const messages = [{ role: 'user', content: 'Hello there' }, ...first.response.messages, { role: 'user', content: 'And now' }];
  const error = await thrown(() => generateText({ model, messages }));
  assert.ok(APICallError.isInstance(error), String(error));
  assert.equal(error.statusCode, 404);
  assert.match(error.message, /Item with id '.*' not found/);
  assert.match((await generateText({ model, messages, providerOptions: { openai: { store: false } } })).text, /And now/);
});

for (const wire of Object.keys(providers(keys.good))) {
  const generate = (key, maxRetries, asked = model) => () => generateText({ model: providers(key)[wire].of(asked), prompt: 'Hello there', maxRetries });
  const refused = async (status, key, asked) => {
    const error = await thrown(generate(key, 2, asked));
    assert.ok(APICallError.isInstance(error), String(error));
    assert.equal(error.statusCode, status);
    assert.equal(error.isRetryable, false);
    return error;
  };

  await check(`errors/${wire}/wrong key`, () => refused(401, keys.wrong));
  await check(`errors/${wire}/unknown model`, () => refused(404, keys.good, 'no-such-model'));
  await check(`errors/${wire}/forbidden`, () => refused(403, keys.forbidden));
  await check(`errors/${wire}/quota exhausted`, async () => {
    assert.equal(await requests(keys.exhausted, () => refused(402, keys.exhausted)), 1);
  });

  await check(`errors/${wire}/too large`, async () => {
    const error = await thrown(() => generateText({ model: providers(keys.good)[wire].of(model), prompt: 'x'.repeat(11 * 1024 * 1024) }));
    assert.ok(APICallError.isInstance(error), String(error));
    assert.equal(error.statusCode, 413);
  });

  await check(`errors/${wire}/rate limited upstream`, async () => {
    let error;
    const count = await requests(keys.good, async () => { error = await thrown(generate(keys.good, 1, 'limited')); });
    assert.ok(RetryError.isInstance(error), String(error));
    assert.equal(error.lastError.statusCode, 429);
    assert.equal(count, 2);
  });
}
