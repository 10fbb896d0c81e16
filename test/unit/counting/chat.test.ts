import { describe, expect, it } from 'vitest';
import { ChatWithoutEndError, chatOf, endOf, joinChat } from '../../../shared/counting/chat.ts';
import { chatFrom } from '../../support/changes.ts';
import { at, deleted, markedSpam, resolved } from '../../support/events.ts';

describe('what one event says of its chat', () => {
  it('a resolution with a group names the group', () => {
    const event = resolved({ id: 'e1', occurredAt: at('09:14'), group: 'Sales', groupId: 'g-7' });
    const ending = { at: at('09:14'), eventId: 'e1' };
    expect(chatOf(event)).toEqual({
      resolved: ending,
      resolvedInGroup: { ...ending, group: { id: 'g-7', name: 'Sales' } },
    });
  });

  it('a resolution without a group says only when', () => {
    expect(chatOf(resolved({ id: 'e1', group: null }))).toEqual({ resolved: { at: at('09:14'), eventId: 'e1' } });
  });

  it('the group of a deletion or of spam says nothing', () => {
    expect(chatOf(deleted({ id: 'e1', group: 'Sales' }))).toEqual({ deleted: { at: at('09:14'), eventId: 'e1' } });
    expect(chatOf(markedSpam({ id: 'e1', group: 'Sales' }))).toEqual({
      markedSpam: { at: at('09:14'), eventId: 'e1' },
    });
  });

  it.each([
    ['before the end', at('08:58'), at('08:58')],
    ['at the end', at('09:14'), at('09:14')],
    ['after the end, which is no creation', at('09:14') + 1, undefined],
  ])('a creation %s', (_, createdAt, expected) => {
    for (const event of [resolved({ createdAt }), deleted({ createdAt }), markedSpam({ createdAt })]) {
      expect(chatOf(event).createdAt).toBe(expected);
    }
  });
});

describe('what two events say together', () => {
  it('keeps the earliest of each kind, whichever came first', () => {
    const early = resolved({ id: 'a', occurredAt: at('09:00') });
    const late = resolved({ id: 'b', occurredAt: at('10:00'), group: 'Sales' });
    expect(chatFrom(late, early)).toEqual(chatOf(early));
    expect(chatFrom(early, late)).toEqual(chatOf(early));
  });

  it('keeps the earliest resolution and the earliest one that has a group apart', () => {
    const without = resolved({ id: 'a', occurredAt: at('09:00'), group: null });
    const within = resolved({ id: 'b', occurredAt: at('10:00'), group: 'Sales' });
    expect(chatFrom(within, without)).toEqual({
      resolved: { at: at('09:00'), eventId: 'a' },
      resolvedInGroup: { at: at('10:00'), eventId: 'b', group: { name: 'Sales' } },
    });
  });

  it('keeps the earliest known creation', () => {
    const chat = chatFrom(resolved({ createdAt: at('08:50') }), deleted({ createdAt: at('08:40') }), markedSpam());
    expect(chat.createdAt).toBe(at('08:40'));
  });

  it('at one instant the smaller event id wins', () => {
    const a = resolved({ id: 'a', group: 'Zebra' });
    const b = resolved({ id: 'b', group: 'Ape' });
    expect(chatFrom(a, b).resolvedInGroup?.group.name).toBe('Zebra');
    expect(chatFrom(b, a).resolvedInGroup?.group.name).toBe('Zebra');
  });

  it('compares ids by UTF-16 unit, as every machine does, and not by a locale', () => {
    const upper = resolved({ id: 'Z', group: 'Upper' });
    const lower = resolved({ id: 'a', group: 'Lower' });
    expect(chatFrom(lower, upper).resolvedInGroup?.group.name).toBe('Upper');
  });

  it.each([
    ['two names', resolved({ id: 'e', group: 'Ape' }), resolved({ id: 'e', group: 'Zebra' })],
    ['two ids of groups', resolved({ id: 'e', groupId: 'g1' }), resolved({ id: 'e', groupId: 'g2' })],
    ['a group with and without its id', resolved({ id: 'e', groupId: 'g1' }), resolved({ id: 'e' })],
  ])('one event id used for %s has one winner in both orders', (_, a, b) => {
    expect(chatFrom(a, b)).toEqual(chatFrom(b, a));
  });

  it('says nothing new twice', () => {
    const chat = chatFrom(resolved({ createdAt: at('08:00') }), deleted({ occurredAt: at('11:00') }));
    expect(joinChat(chat, chat)).toEqual(chat);
  });
});

describe('the end of a chat', () => {
  it('is its first terminal event of any kind', () => {
    const chat = chatFrom(
      resolved({ occurredAt: at('10:00') }),
      deleted({ occurredAt: at('09:30') }),
      markedSpam({ occurredAt: at('09:45') }),
    );
    expect(endOf(chat)).toBe(at('09:30'));
  });

  it('does not exist for something that never ended', () => {
    expect(() => endOf({ createdAt: at('09:00') })).toThrow(ChatWithoutEndError);
  });
});
