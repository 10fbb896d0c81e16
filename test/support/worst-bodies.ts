/** Bodies of one size that are made to cost as much as possible, and a harmless one to compare them with. */

type Make = (bytes: number) => string;

const event = (
  index: number,
  more: Readonly<Record<string, unknown>> = {},
  chat: Readonly<Record<string, unknown>> = {},
) => ({
  id: `conv-${index}:resolved:1`,
  type: 'chat.resolved',
  occurredAt: '2026-11-22T09:14:03.123Z',
  chat: {
    id: `conv-${index}`,
    createdAt: '2026-11-22T08:58:40Z',
    group: { id: 'g-7', name: 'Customer Support' },
    ...chat,
  },
  ...more,
});

const EVENTS = 100;

/** A hundred events of which each holds a share of the bytes. */
const shared =
  (withShare: (share: number, index: number) => unknown): Make =>
  (bytes) => {
    const overhead = 260;
    const share = Math.floor(bytes / EVENTS) - overhead;
    return JSON.stringify({ events: Array.from({ length: EVENTS }, (_, index) => withShare(share, index)) });
  };

const repeated = (piece: string, bytes: number): string =>
  piece.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(JSON.stringify(piece).slice(1, -1)))));

const named = (piece: string): Make =>
  shared((share, index) => event(index, {}, { group: { id: 'g-7', name: `a${repeated(piece, share)}b` } }));

/** One event that holds all the bytes in its group's name. */
const oneName =
  (piece: string): Make =>
  (bytes) =>
    JSON.stringify(event(0, {}, { group: { name: `a${repeated(piece, bytes - 400)}b` } }));

/** Events with fields that the contract drops, as a richer sender may send them. */
export const harmless: Make = shared((share, index) =>
  event(index, { messages: Array.from({ length: share / 44 }, (_, at) => ({ at, kind: 'text', parts: [1, 'a'] })) }),
);

export const WORST: Readonly<Record<string, Make>> = {
  'combining marks': named('\u0301\u0316'),
  'combining marks in one name': oneName('\u0301\u0316'),
  'marks that compose': oneName('e\u0301'),
  'a letter that NFC makes longer': oneName('\u0958'),
  'invisible characters': oneName('\u200b'),
  'blanks at the end': oneName(' '),
  'blanks and letters': oneName('a '),
  'selectors on emoji': oneName('😀\ufe0f'),
  'tags without an end': oneName('\u{1f3f4}\u{e0067}'),
  joiners: oneName('ه\u200d'),
  'half surrogate pairs': oneName('\ud83d'),
  'nested lists': (bytes) => `{"events":[${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}]}`,
  'lists within the allowed depth': shared((share, index) =>
    event(index, { deep: Array.from({ length: share / 12 }, () => [[[[1]]]]) }),
  ),
  'many keys': shared((share, index) =>
    event(index, Object.fromEntries(Array.from({ length: share / 12 }, (_, key) => [`k${key}`, 1]))),
  ),
  'many keys in the group': shared((share, index) =>
    event(index, {}, { group: Object.fromEntries(Array.from({ length: share / 12 }, (_, key) => [`k${key}`, 1])) }),
  ),
  'long digits in a time': shared((share, index) =>
    event(index, { occurredAt: `2026-11-22T09:14:03.${'1'.repeat(share)}Z` }),
  ),
  'long ids': shared((share, index) => event(index, { id: 'x'.repeat(share) })),
  'long types': shared((share, index) => event(index, { type: 'x'.repeat(share) })),
  'many small events': (bytes) => JSON.stringify({ events: Array.from({ length: bytes / 3 }, () => ({})) }),
  'a hundred events with every part unusable': shared((share, index) =>
    event(index, { note: 'x'.repeat(share) }, { createdAt: 1, group: { id: '', name: 7 } }),
  ),
};

/** A new integration whose texts, or whose policy, hold all the bytes. */
const integration = (more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ name: 'Support', freshchatDomain: 'acme.freshchat.com', freshchatKey: 'k', ...more });

export const harmlessIntegration: Make = (bytes) => {
  const messages = Array.from({ length: bytes / 44 }, (_, at) => ({ at, kind: 'text', parts: [1, 'a'] }));
  return integration({ silencePolicy: { window: 'PT24H' }, messages });
};

export const WORST_INTEGRATIONS: Readonly<Record<string, Make>> = {
  'combining marks in the name': (bytes) => integration({ name: `a${repeated('\u0301\u0316', bytes - 200)}b` }),
  'blanks at the end of the name': (bytes) => integration({ name: `a${repeated(' ', bytes - 200)}b` }),
  'invisible characters in the name': (bytes) => integration({ name: repeated('\u200b', bytes - 200) }),
  'a pasted address without an end': (bytes) => integration({ freshchatDomain: repeated('a.', bytes - 200) }),
  'blanks before an address': (bytes) => integration({ freshchatDomain: `${repeated(' ', bytes - 200)}x` }),
  'a long key': (bytes) => integration({ freshchatKey: 'k'.repeat(bytes - 200) }),
  'a long duration': (bytes) => integration({ silencePolicy: { window: `P${'1'.repeat(bytes - 200)}D` } }),
  'many holidays': (bytes) =>
    integration({
      silencePolicy: {
        activeHours: {
          timeZone: 'UTC',
          weekly: { monday: ['08:00-18:00'] },
          holidays: Array.from({ length: bytes / 13 }, () => '2026-12-25'),
        },
      },
    }),
  'many ranges of a day': (bytes) =>
    integration({
      silencePolicy: {
        activeHours: {
          timeZone: 'UTC',
          weekly: { monday: Array.from({ length: bytes / 14 }, () => '08:00-18:00') },
        },
      },
    }),
  'many unknown keys': (bytes) =>
    integration(Object.fromEntries(Array.from({ length: bytes / 12 }, (_, key) => [`k${key}`, 1]))),
  'nested lists': (bytes) => `{"name":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`,
};
