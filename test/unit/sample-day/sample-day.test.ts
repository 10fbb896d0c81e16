import { describe, expect, test } from 'vitest';
import { formatCounts } from '../../../sample-day/count-table.ts';
import { isWhileDead } from '../../../sample-day/dead-app.ts';
import { contactsInPlace, expectCounts } from '../../../sample-day/expected-counts.ts';
import { showProgress } from '../../../sample-day/progress.ts';
import { generateSampleDay, lastFullDay, toRequests } from '../../../sample-day/sample-day.ts';
import { createEventParser } from '../../../shared/intake/event-schema.ts';

const JUST_AFTER_MIDNIGHT = Date.parse('2026-11-22T00:00:00.000Z');

describe('the sample day', () => {
  const day = lastFullDay(JUST_AFTER_MIDNIGHT);
  const events = generateSampleDay(day);

  test('is the last one that is over', () => {
    expect(day).toBe('2026-11-21');
  });

  test('is the same each time, so that it can be sent again', () => {
    expect(generateSampleDay(day)).toEqual(events);
  });

  test('holds valid events only, none of them in the future', () => {
    const parse = createEventParser(JUST_AFTER_MIDNIGHT);
    expect(events.filter((event) => !parse(event).ok)).toEqual([]);
    expect(events.filter(({ occurredAt }) => Date.parse(occurredAt) > JUST_AFTER_MIDNIGHT)).toEqual([]);
  });

  test('has what makes counting hard', () => {
    const types = new Set(events.map(({ type }) => type));
    for (const type of ['chat.resolved', 'chat.reopened', 'chat.deleted', 'chat.marked_spam', 'app.heartbeat']) {
      expect(types).toContain(type);
    }
    const ids = events.map(({ id }) => id);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    const times = events.map(({ occurredAt }) => occurredAt);
    expect(times).not.toEqual(times.toSorted());
    expect(events.some(({ chat }) => chat?.group === null)).toBe(true);
    const hoursEarlier = ({ occurredAt, chat }: (typeof events)[number]) =>
      Date.parse(occurredAt) - Date.parse(chat?.createdAt ?? occurredAt) > 2 * 60 * 60_000;
    expect(events.some(hoursEarlier)).toBe(true);
  });

  test('tells nothing of the two hours in which the app was dead', () => {
    expect(events.filter(({ type, ...event }) => type !== 'app.heartbeat' && isWhileDead(event))).toEqual([]);
  });

  test('is about 2,000 chats, and each that ended is expected as one contact', () => {
    const { endedChats, counts } = expectCounts(events, JUST_AFTER_MIDNIGHT);
    expect(endedChats).toBeGreaterThan(1_850);
    expect(counts.reduce((sum, { measures }) => sum + (measures.contacts ?? 0), 0)).toBe(endedChats);
  });

  test('is sent in requests that the HTTP API takes, and completely', () => {
    const requests = toRequests(events);
    expect(requests.flat()).toEqual(events);
    expect(Math.max(...requests.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(requests.some(({ length }) => length === 1)).toBe(true);
  });

  test('makes a table that fits 120 columns', () => {
    const { counts } = expectCounts(events, JUST_AFTER_MIDNIGHT);
    const contacts = counts.map(({ hour, queue, measures }) => ({ hour, queue, contacts: measures.contacts ?? 0 }));
    const lines = formatCounts(contacts, [...new Set(contacts.map(({ hour }) => hour))]).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  });
});

test('the table sums rows and columns, and shows an hour without contacts', () => {
  const table = formatCounts(
    [
      { hour: '2026-11-21T09:00:00Z', queue: 'A', contacts: 2 },
      { hour: '2026-11-21T09:00:00Z', queue: 'Bee', contacts: 11 },
    ],
    ['2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z'],
  );
  expect(table).toBe(
    [
      'UTC hour  Bee  A  total',
      '───────────────────────',
      '   08:00    ·  ·      ·',
      '   09:00   11  2     13',
      '───────────────────────',
      '   total   11  2     13',
    ].join('\n'),
  );
});

test('the table shows an hour of which nothing can be known', () => {
  const counts = [{ hour: '2026-11-21T08:00:00Z', queue: 'A', contacts: 2 }];
  const hours = ['2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z'];
  expect(formatCounts(counts, hours, new Set(['2026-11-21T09:00:00Z'])).split('\n')[3]).toBe('   09:00  ?      ?');
});

describe('progress', () => {
  const recorder = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, output: { isTTY, write: (text: string) => written.push(text) > 0 } };
  };

  test('prints plain lines where there is no terminal, one a tenth', () => {
    const { written, output } = recorder(false);
    const progress = showProgress('sent', 200, output);
    for (let done = 0; done <= 200; done += 1) progress.update(done);
    progress.end();
    expect(written).toHaveLength(11);
    expect(written.join('')).not.toContain('\r');
    expect(written.at(-1)).toBe('sent 100 %  200/200\n');
  });

  test('moves a bar where there is one', () => {
    const { written, output } = recorder(true);
    showProgress('sent', 2, output).update(1);
    expect(written.join('')).toBe(`\r${'█'.repeat(16)}${'░'.repeat(16)} sent  50 %  1/2  `);
  });

  test.each([false, true])('never shows more than the whole (terminal: %s)', (isTTY) => {
    const { written, output } = recorder(isTTY);
    showProgress('counted', 1969, output).update(1982);
    expect(written.join('')).toContain('counted 100 %  1969/1969');
  });

  test('counts the contacts that stand where they belong, and none that stands elsewhere meanwhile', () => {
    const place = { hour: '2026-11-21T09:00:00Z', arrivals: 0 };
    const expected = { endedChats: 2, counts: [{ hour: place.hour, queue: 'Sales', measures: { contacts: 2 } }] };
    const stored = [
      { ...place, queue: 'Sales', contacts: 3 },
      { ...place, queue: 'Undefined_Queue', contacts: 1 },
    ];
    expect(contactsInPlace(expected, stored)).toBe(2);
    expect(contactsInPlace(expected, [])).toBe(0);
  });
});
