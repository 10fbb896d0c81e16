import { describe, expect, it } from 'vitest';
import { createLog } from '../../../shared/core/lambda/log.ts';
import { METRICS } from '../../../shared/names.ts';
import { NOW } from '../../support/events.ts';

const setUp = () => {
  const lines: string[] = [];
  const log = createLog({ functionName: 'receive-events', write: (line) => lines.push(line), clock: () => NOW });
  return { log, lines, parsed: () => lines.map((line): Record<string, unknown> => JSON.parse(line)) };
};

describe('a line of the log', () => {
  it('is one JSON object on one line', () => {
    const { log, lines, parsed } = setUp();
    log.outcome('accepted', { integrationId: 'a.b\n', keyId: undefined });
    expect(lines[0]).not.toContain('\n');
    expect(parsed()).toEqual([{ function: 'receive-events', outcome: 'accepted', integrationId: 'a.b\n' }]);
  });

  it('with metrics is in the embedded metric format, without any dimension', () => {
    const { log, parsed } = setUp();
    log.outcome('accepted', { integrationId: 'a.b' }, { [METRICS.eventsAccepted]: 3, [METRICS.eventsRejected]: 0 });
    expect(parsed()).toEqual([
      {
        _aws: {
          Timestamp: NOW,
          CloudWatchMetrics: [
            {
              Namespace: 'FreshchatContacts',
              Dimensions: [[]],
              Metrics: [
                { Name: 'EventsAccepted', Unit: 'Count' },
                { Name: 'EventsRejected', Unit: 'Count' },
              ],
            },
          ],
        },
        function: 'receive-events',
        outcome: 'accepted',
        integrationId: 'a.b',
        EventsAccepted: 3,
        EventsRejected: 0,
      },
    ]);
  });
});

describe('the namespace of the metrics', () => {
  it.each([
    ['that of the stack', 'FreshchatContacts/freshchat-contacts-dev', 'FreshchatContacts/freshchat-contacts-dev'],
    ['our own where none is given', undefined, 'FreshchatContacts'],
  ])('is %s', (_, metricNamespace, expected) => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const log = createLog({ functionName: 'x', metricNamespace, write, clock: () => NOW });
    log.outcome('accepted', {}, { [METRICS.eventsAccepted]: 1 });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { _aws: { CloudWatchMetrics: [{ Namespace: expected }] } },
    ]);
  });
});

describe('the line of an error', () => {
  it('tells its name, the names of its causes and its place', () => {
    const { log, parsed } = setUp();
    log.error(new TypeError('x', { cause: new RangeError('y', { cause: new SyntaxError('z') }) }));
    expect(parsed()).toMatchObject([
      {
        outcome: 'error',
        error: 'TypeError',
        causes: ['RangeError', 'SyntaxError'],
        place: expect.stringMatching(/^at .*log\.test/),
      },
    ]);
  });

  it.each([
    ['one line', 'Frau Mustermann'],
    ['two lines', 'Unexpected token\nFrau Mustermann'],
    ['lines that look like places', 'Unexpected token\n    at Frau Mustermann (chat.ts:1:1)'],
  ])('never tells a message of %s: it may quote what was sent', (_, message) => {
    const { log, lines, parsed } = setUp();
    log.error(new SyntaxError(message, { cause: new Error(message) }));
    expect(lines.join()).not.toContain('Mustermann');
    expect(parsed()).toMatchObject([{ place: expect.stringMatching(/^at .*log\.test/) }]);
  });

  it('never tells what JSON.parse quotes', () => {
    const { log, lines } = setUp();
    try {
      JSON.parse('"hello\nFrau Mustermann');
    } catch (error) {
      log.error(error);
    }
    expect(lines.join()).not.toContain('Mustermann');
  });

  it('takes what is no error, and errors that go round', () => {
    const { log, parsed } = setUp();
    const loop = new Error('loop');
    loop.cause = loop;
    log.error('Frau Mustermann');
    log.error(undefined);
    log.error(loop);
    expect(parsed()).toMatchObject([{ error: 'string' }, { error: 'undefined' }, { error: 'Error' }]);
  });
});
