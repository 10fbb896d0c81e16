import { describe, expect, it } from 'vitest';
import { countedGroup, queueReason } from '../../../shared/counting/source-queue.ts';
import type { TerminalEvent } from '../../../shared/counting/terminal-event.ts';
import { chatFrom } from '../../support/changes.ts';
import { at, deleted, markedSpam, resolved } from '../../support/events.ts';

type Case = readonly [
  name: string,
  events: readonly [TerminalEvent, ...TerminalEvent[]],
  queue: string | undefined,
  reason: string,
];

const CASES: readonly Case[] = [
  ['a resolution with a group', [resolved()], 'Support', 'resolved_in_group'],
  ['a resolution without one', [resolved({ group: null })], undefined, 'never_in_a_group'],
  [
    'a resolution without a group, a later one with',
    [resolved({ group: null, occurredAt: at('09:00') }), resolved({ group: 'Sales', occurredAt: at('10:00') })],
    'Sales',
    'resolved_in_group',
  ],
  [
    'two groups: the earliest resolution names the queue',
    [resolved({ group: 'Sales', occurredAt: at('10:00') }), resolved({ group: 'Support', occurredAt: at('09:00') })],
    'Support',
    'resolved_in_group',
  ],
  ['only a deletion', [deleted()], undefined, 'never_in_a_group'],
  ['only spam', [markedSpam()], undefined, 'marked_spam'],
  [
    'spam after a resolution with a group: it moves',
    [resolved({ occurredAt: at('09:00') }), markedSpam({ occurredAt: at('18:00') })],
    undefined,
    'marked_spam',
  ],
  [
    'spam before a resolution with a group',
    [markedSpam({ occurredAt: at('09:00') }), resolved({ occurredAt: at('10:00') })],
    undefined,
    'marked_spam',
  ],
  [
    'a deletion before the resolution',
    [deleted({ occurredAt: at('09:00') }), resolved({ occurredAt: at('10:00') })],
    undefined,
    'deleted_before_resolution',
  ],
  [
    'a deletion at the instant of the resolution: not later',
    [deleted({ occurredAt: at('09:00') }), resolved({ occurredAt: at('09:00') })],
    undefined,
    'deleted_before_resolution',
  ],
  [
    'a deletion a millisecond later: true history stays',
    [deleted({ occurredAt: at('09:00') + 1 }), resolved({ occurredAt: at('09:00') })],
    'Support',
    'resolved_in_group',
  ],
  [
    'a deletion between a resolution without a group and one with',
    [
      resolved({ group: null, occurredAt: at('09:00') }),
      deleted({ occurredAt: at('09:30') }),
      resolved({ group: 'Sales', occurredAt: at('10:00') }),
    ],
    undefined,
    'deleted_before_resolution',
  ],
  [
    'a deletion and a resolution without a group',
    [resolved({ group: null }), deleted()],
    undefined,
    'never_in_a_group',
  ],
  ['a deletion and spam', [deleted(), markedSpam(), resolved()], undefined, 'marked_spam'],
];

describe('rule 2: the source queue', () => {
  it.each(CASES)('%s', (_, events, queue, reason) => {
    const chat = chatFrom(...events);
    expect(countedGroup(chat)?.name).toBe(queue);
    expect(queueReason(chat)).toBe(reason);
  });
});
