import { describe, expect, it } from 'vitest';
import { createNoteKeyUse, KEY_USE_EVERY_MS } from '../../../shared/intake/note-key-use.ts';
import { apiKey } from '../../support/api-keys.ts';
import { NOW, resolved } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { eventsMessage, refusalMessage } from '../../support/messages.ts';

const { keyId } = apiKey().known;
const source = { kind: 'key', keyId } as const;
const used = (receivedAt: number, key = keyId) =>
  eventsMessage([resolved()], { receivedAt, source: { kind: 'key', keyId: key } });

const setUp = () => {
  const keys = createFakeApiKeys(apiKey().known);
  const errors: unknown[] = [];
  const note = createNoteKeyUse({ writeKeyUse: keys.writeKeyUse, onError: (error) => errors.push(error) });
  return { keys, errors, note };
};

describe('the use of a key', () => {
  it('is written once an hour', async () => {
    const { keys, note } = setUp();
    for (const after of [0, 1, KEY_USE_EVERY_MS - 1, KEY_USE_EVERY_MS, KEY_USE_EVERY_MS + 1])
      await note([used(NOW + after)]);
    expect(keys.uses.map(({ usedAt }) => usedAt)).toEqual([NOW, NOW + KEY_USE_EVERY_MS]);
  });

  it('is the latest of a batch, one write a key', async () => {
    const { keys, note } = setUp();
    await note([used(NOW), used(NOW + 2), used(NOW + 1), used(NOW, 'key-2')]);
    expect(keys.uses).toEqual([
      { keyId, usedAt: NOW + 2 },
      { keyId: 'key-2', usedAt: NOW },
    ]);
  });

  it('is no refusal: a dead key was not used', async () => {
    const { keys, note } = setUp();
    await note([refusalMessage({ source }), refusalMessage({ source, reason: 'events_invalid' })]);
    expect(keys.uses).toEqual([]);
  });

  it('that could not be written is told by the next use', async () => {
    const { keys, errors, note } = setUp();
    keys.outage.next('request_lost');
    await note([used(NOW)]);
    await note([used(NOW + 1)]);
    expect(errors).toHaveLength(1);
    expect((await keys.findKey(keyId))?.lastUsedAt).toBe(NOW + 1);
  });
});
