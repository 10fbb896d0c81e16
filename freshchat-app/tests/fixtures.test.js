import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAccount } from './sandbox.js';

const FIXTURES = new URL('fixtures/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'));
const CASES = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.payloads.json'))
  .map((name) => name.replace('.payloads.json', ''));

describe('the payloads of Freshchat', () => {
  it('are all there', () => expect(CASES).toHaveLength(8));

  it.each(CASES)('%s', async (name) => {
    const { now, note, events } = read(`${name}.expected.json`);
    const account = createAccount({ now: Date.parse(now) });
    for (const payload of read(`${name}.payloads.json`)) await account.run(payload.event, payload);
    if (note === 'compare types only') expect(account.delivered).toMatchObject(events);
    else expect(account.delivered).toEqual(events);
  });
});
