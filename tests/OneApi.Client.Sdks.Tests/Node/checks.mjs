// What the scripts of the three SDKs share: the settings, and one line of JSON for each check.
import assert from 'node:assert/strict';

export { assert };
export const url = process.env.SDK_URL;
export const keys = JSON.parse(process.env.SDK_KEYS);
export const channels = JSON.parse(process.env.SDK_CHANNELS);
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='; // one pixel
export const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };

export async function check(name, act) {
  let line;
  try {
    await act();
    line = { name, ok: true, detail: '' };
  } catch (error) {
    line = { name, ok: false, detail: String(error?.stack ?? error).slice(0, 1500) };
  }

  process.stdout.write(JSON.stringify(line) + '\n');
}

export async function thrown(act) {
  try {
    await act();
  } catch (error) {
    return error;
  }

  assert.fail('nothing was thrown');
}

/** How many requests came to the gateway with a key while something ran. */
export async function requests(key, act) {
  const seen = async () => Number(await (await fetch(`${url}/seen/${key}`)).text());
  const before = await seen();
  await act();
  return (await seen()) - before;
}

/** The body of the last request that a channel's provider was sent. */
export const upstream = async (channel) => (await fetch(`${url}/upstream/${channel}`)).text();
