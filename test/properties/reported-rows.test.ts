import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chat, joinChat, type Receipt } from '../../shared/counting/chat.ts';
import { type Contribution, contributionsOf, countKey } from '../../shared/counting/contributions.ts';
import { countedChat, joinKnownChats, type KnownChat, knownChatOf } from '../../shared/counting/known-chat.ts';
import type { EndEvent, ReportedEvent, TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { createNoteEvidence } from '../../shared/silence/note-evidence.ts';
import { receipt, redelivered, terminalEvents } from '../support/arbitraries.ts';
import { MINUTE_MS, NOW } from '../support/events.ts';
import { createFakeChatLedger } from '../support/fakes/chat-ledger.ts';
import { createFakeEventQueue } from '../support/fakes/event-queue.ts';
import { createFakeIntegrationHealth } from '../support/fakes/integration-health.ts';
import { deliveriesOf, eventsMessage, INTEGRATION } from '../support/messages.ts';

type Counted = (chat: KnownChat) => Chat;
type Join = (a: KnownChat, b: KnownChat) => KnownChat;

const isResolution = ({ type }: TerminalEvent): boolean => type === 'chat.resolved';
const toRow = (event: TerminalEvent): ReportedEvent => ({ ...event, id: `report:${event.id}`, type: 'chat.reported' });

const resolutions = terminalEvents.map((events) => events.filter(isResolution)).filter(({ length }) => length > 0);
const rows = resolutions.map((events) => events.map(toRow));
const ends = fc.tuple(terminalEvents, rows).map(([live, reported]): readonly EndEvent[] => [...live, ...reported]);

const join = (events: readonly EndEvent[], joined: Join = joinKnownChats): KnownChat =>
  events.map((event) => knownChatOf(event)).reduce(joined);

const flat = (contributions: readonly Contribution[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(contributions.map((one) => [countKey(one), one.measures]));
const countsOf = (events: readonly EndEvent[], counted: Counted): unknown =>
  flat(contributionsOf(counted(join(events))));

const earliest = (events: readonly { readonly occurredAt: number }[]): number =>
  Math.min(...events.map(({ occurredAt }) => occurredAt));

/** Law 7, first half: rows beside a live resolution of their own time change nothing, whatever they say. */
const movesNoLiveChat = (counted: Counted) =>
  fc.property(terminalEvents, rows, fc.integer({ min: -10, max: 600 }), (live, reported, minutes) => {
    fc.pre(live.some(isResolution));
    const from = earliest(live.filter(isResolution)) + minutes * MINUTE_MS;
    const near = reported.map((row) => ({ ...row, occurredAt: row.occurredAt - earliest(reported) + from }));
    expect(countsOf([...live, ...near], counted)).toEqual(countsOf(live, countedChat));
  });

/** Law 7, second half: lost events that come as rows, and later live ones, count as if all had come live. */
const fillsHoles = (counted: Counted) =>
  fc.property(resolutions, fc.option(terminalEvents), (lost, later) => {
    const afterwards = (later ?? []).map((event) => ({
      ...event,
      id: `later ${event.id}`,
      occurredAt: event.occurredAt + 24 * 60 * MINUTE_MS,
    }));
    expect(countsOf([...afterwards, ...lost.map(toRow)], counted)).toEqual(
      countsOf([...afterwards, ...lost.map((event) => ({ ...event, id: `report:${event.id}` }))], countedChat),
    );
  });

const isJoin = (joined: Join) =>
  fc.property(ends, ends, ends, (one, two, three) => {
    const [a, b, c] = [join(one, joined), join(two, joined), join(three, joined)];
    expect(joined(a, b)).toEqual(joined(b, a));
    expect(joined(joined(a, b), c)).toEqual(joined(a, joined(b, c)));
    expect(joined(joined(a, b), b)).toEqual(joined(a, b));
  });

const RUNS = { numRuns: 500 };

describe('rule 10: rows of a report are a second chat', () => {
  it('whose join knows no order', () => fc.assert(isJoin(joinKnownChats), RUNS));
  it('that moves no chat which was resolved live', () => fc.assert(movesNoLiveChat(countedChat), RUNS));
  it('that stands in for what was lost', () => fc.assert(fillsHoles(countedChat), RUNS));

  it('reaches the same ledger in any order, batching and repetition', () =>
    fc.assert(
      fc.asyncProperty(
        receivedEnds.chain((received) => fc.tuple(fc.constant(received), redelivered(received))),
        async ([received, again]) => {
          const [item] = await recorded(again.map(toMessage));
          const chat = received.map(({ event, receipt }) => knownChatOf(event, receipt)).reduce(joinKnownChats);
          expect(item?.chat).toEqual(chat);
          expect(item?.contributions).toEqual(contributionsOf(countedChat(chat)));
        },
      ),
      { numRuns: 60 },
    ));

  describe('the laws catch', () => {
    it('rows that are joined with what the app said', () => {
      const wrong: Counted = ({ reported, ...live }) => (reported ? joinChat(live, reported) : live);
      expect(() => fc.assert(movesNoLiveChat(wrong), RUNS)).toThrow();
    });
    it('rows that count for nothing once the app said anything', () => {
      const wrong: Counted = ({ reported, ...live }) => (Object.keys(live).length > 0 ? live : (reported ?? live));
      expect(() => fc.assert(fillsHoles(wrong), RUNS)).toThrow();
    });
    it('rows that count for nothing beside a resolution, however late', () => {
      const wrong: Counted = (chat) => countedChat(chat.resolved ? { ...chat, reported: {} } : chat);
      expect(() => fc.assert(fillsHoles(wrong), RUNS)).toThrow();
    });
    it('a last row that wins', () => {
      const wrong: Join = (a, b) => ({ ...joinKnownChats(a, b), ...(b.reported && { reported: b.reported }) });
      expect(() => fc.assert(isJoin(wrong), RUNS)).toThrow();
    });
  });
});

type Received = { readonly event: EndEvent; readonly receipt: Receipt };

/** The same events with whatever receipts: sent twice, by two keys, in the same millisecond. */
const receivedEnds: fc.Arbitrary<readonly Received[]> = ends
  .chain((events) =>
    fc.array(fc.record({ event: fc.constantFrom(...events), receipt }), { minLength: 1, maxLength: 8 }),
  )
  .map((all) =>
    all.map(({ event, receipt: { at, keyId = 'k-0' } }) => ({ event, receipt: receiptOf(event, at, keyId) })),
  );

const receiptOf = ({ type }: EndEvent, at: number, keyId: string): Receipt =>
  type === 'chat.reported' ? { at } : { at, keyId };

const toMessage = ({ event, receipt: { at, keyId } }: Received): QueueMessage =>
  eventsMessage([event], {
    receivedAt: at,
    source: keyId === undefined ? { kind: 'report' } : { kind: 'key', keyId },
  });

const recorded = async (messages: readonly QueueMessage[]) => {
  const ledger = createFakeChatLedger();
  const onError = (error: unknown) => {
    throw error;
  };
  const recordChats = createRecordChats({
    writeChats: createWriteChats({ ledger, pause: async () => undefined, onError }),
    noteEvidence: async () => new Set(),
    noteGroups: async () => undefined,
    queue: createFakeEventQueue(),
    onError,
  });
  for (const delivery of deliveriesOf(...messages)) await recordChats([delivery]);
  return ledger.items();
};

describe('a message of a report is no evidence', () => {
  type Source = { readonly kind: 'report' } | { readonly kind: 'probe' };

  const changesNothing = (source: Source) =>
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), { maxLength: 8 }),
      rows,
      async (sent, reported) => {
        const live = sent.flatMap(([isReport, minute]) =>
          isReport ? [] : [eventsMessage([], { receivedAt: NOW + minute * MINUTE_MS })],
        );
        const all = sent.map(([isReport, minute]) =>
          eventsMessage(isReport ? reported : [], {
            receivedAt: NOW + minute * MINUTE_MS,
            ...(isReport && { source }),
          }),
        );
        expect(await evidenceAfter(all)).toEqual(await evidenceAfter(live));
      },
    );

  it('whatever comes beside it', () => fc.assert(changesNothing({ kind: 'report' })));

  it('and the law catches one that is taken for a sign of life', () =>
    expect(fc.assert(changesNothing({ kind: 'probe' }))).rejects.toThrow());
});

const evidenceAfter = async (messages: readonly ReturnType<typeof eventsMessage>[]): Promise<unknown> => {
  const health = createFakeIntegrationHealth(INTEGRATION);
  const note = createNoteEvidence({ health, findCaughtUpTo: async () => undefined, onError: () => undefined });
  for (const message of messages) await note([message]);
  return health.healthOf(INTEGRATION);
};
