import { describe, expect, it } from 'vitest';
import { contributionsOf, countKey, differenceOf, sumOf } from '../../../shared/counting/contributions.ts';
import { chatFrom, one } from '../../support/changes.ts';
import { at, deleted, HOUR_MS, markedSpam, resolved } from '../../support/events.ts';

describe('what a chat adds to the counts', () => {
  it('one contact and one arrival, in one entry when both lie in one hour', () => {
    const chat = chatFrom(resolved({ occurredAt: at('09:31'), createdAt: at('09:02'), groupId: 'g-7' }));
    expect(contributionsOf(chat)).toEqual([
      {
        hour: '2026-11-22T09:00:00Z',
        queue: 'Support',
        measures: { contacts: 1, contacts30: 1, arrivals: 1, arrivals00: 1 },
      },
    ]);
  });

  it('two entries when the chat was created in another hour', () => {
    const chat = chatFrom(resolved({ occurredAt: at('10:00'), createdAt: at('09:59') }));
    expect(contributionsOf(chat)).toEqual([
      { hour: '2026-11-22T10:00:00Z', queue: 'Support', measures: { contacts: 1, contacts00: 1 } },
      { hour: '2026-11-22T09:00:00Z', queue: 'Support', measures: { arrivals: 1, arrivals45: 1 } },
    ]);
  });

  it('the arrival is the end when no creation is known', () => {
    expect(contributionsOf(chatFrom(resolved({ occurredAt: at('09:15') })))).toEqual([
      one('Support', { measures: { contacts: 1, contacts15: 1, arrivals: 1, arrivals15: 1 } }),
    ]);
  });

  it('the arrival is never later than the end, though another event knew a creation between', () => {
    const chat = chatFrom(
      resolved({ occurredAt: at('09:00') }),
      resolved({ occurredAt: at('12:00'), createdAt: at('11:00') }),
    );
    expect(contributionsOf(chat)).toEqual([
      one('Support', { measures: { contacts: 1, contacts00: 1, arrivals: 1, arrivals00: 1 } }),
    ]);
  });

  it('in Undefined_Queue without the id of a group', () => {
    const chat = chatFrom(resolved({ groupId: 'g-7' }), markedSpam({ occurredAt: at('09:20') }));
    expect(contributionsOf(chat)).toEqual([
      one('Undefined_Queue', { measures: { contacts: 1, contacts00: 1, arrivals: 1, arrivals00: 1 } }),
    ]);
  });

  it('counts in the hour of the first end, in the queue of a later resolution', () => {
    const chat = chatFrom(
      resolved({ group: null, occurredAt: at('09:00') }),
      resolved({ group: 'Sales', occurredAt: at('12:00') }),
      deleted({ occurredAt: at('13:00') }),
    );
    expect(contributionsOf(chat).map(countKey)).toEqual(['2026-11-22T09:00:00Z#Sales']);
  });
});

describe('sums and differences', () => {
  it('adds per place and measure', () => {
    expect(sumOf([one('A'), one('B'), one('A', { measures: { contacts: 1, contacts15: 1 } })])).toEqual([
      one('A', { measures: { contacts: 2, contacts00: 1, contacts15: 1 } }),
      one('B'),
    ]);
  });

  it('a new chat differs from nothing by all of itself', () => {
    expect(differenceOf([one('A')], [])).toEqual([one('A')]);
  });

  it('nothing differs from itself', () => {
    expect(differenceOf([one('A'), one('B')], [one('B'), one('A')])).toEqual([]);
  });

  it('a moved chat leaves one place and enters another', () => {
    expect(differenceOf([one('B')], [one('A')])).toEqual([
      one('B'),
      one('A', { measures: { contacts: -1, contacts00: -1 } }),
    ]);
  });

  it('a chat that moves within its hour changes the quarters alone', () => {
    const [before, after] = [at('09:50'), at('09:10')].map((occurredAt) =>
      contributionsOf(chatFrom(resolved({ occurredAt }))),
    );
    expect(differenceOf(after ?? [], before ?? [])).toEqual([
      one('Support', { measures: { contacts00: 1, contacts45: -1, arrivals00: 1, arrivals45: -1 } }),
    ]);
  });

  it('a zero that somebody stored is no difference', () => {
    expect(differenceOf([one('A', { measures: { contacts: 0 } })], [])).toEqual([]);
  });

  it('the place of a count keeps hours of one queue together, in the order of time', () => {
    const keys = [0, 1, 2].map((hours) =>
      countKey({ hour: new Date(at('08:00') + hours * HOUR_MS).toISOString(), queue: 'Z#' }),
    );
    expect(keys.toSorted()).toEqual(keys);
  });
});
