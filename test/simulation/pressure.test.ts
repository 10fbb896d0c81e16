import { describe, expect, it } from 'vitest';
import { type Backlog, drain } from './pressure.ts';

const BACKLOG: Backlog = { messages: 300, chatsPerMessage: 100, writesPerSecond: 1_000, recorders: 4, seed: 1 };
const idealSeconds = ({ messages, chatsPerMessage, writesPerSecond }: Backlog) =>
  (messages * chatsPerMessage) / writesPerSecond;

describe('a backlog of one integration at a partition that takes a thousand writes a second', () => {
  it.each([
    ['three hundred messages of a hundred chats', BACKLOG],
    ['the same for twenty recorders', { ...BACKLOG, recorders: 20, seed: 2 }],
    [
      'five minutes of writes',
      { ...BACKLOG, messages: 3_000, chatsPerMessage: 20, writesPerSecond: 200, recorders: 20, seed: 3 },
    ],
  ] as const)('is taken up as fast as the partition takes it: %s', async (_, backlog) => {
    const { seconds, dead, killed, writeUnits, chats } = await drain(backlog);
    expect({ dead, killed, chats }).toEqual({ dead: 0, killed: 0, chats: backlog.messages * backlog.chatsPerMessage });
    expect(seconds).toBeLessThanOrEqual(2 * idealSeconds(backlog));
    expect(writeUnits).toBeLessThanOrEqual(1.05 * chats);
  });
});

describe('a store that hangs', () => {
  const HANGING = { fromSecond: 0, toSecond: 3 * 3_600 };
  const SMALL = { ...BACKLOG, messages: 200, chatsPerMessage: 5 };

  it('for three hours leaves every message alive, and no invocation is killed', async () => {
    const { dead, killed, chats } = await drain({ ...SMALL, hangs: { ...HANGING, what: 'all' } });
    expect({ dead, killed, chats }).toEqual({ dead: 0, killed: 0, chats: 1_000 });
  });

  it('for the evidence alone keeps nothing back that a later message repeats', async () => {
    const { dead, killed, seconds } = await drain({ ...SMALL, hangs: { ...HANGING, what: 'evidence' } });
    expect({ dead, killed }).toEqual({ dead: 0, killed: 0 });
    expect(seconds).toBeLessThan(60);
  });

  it('kills the invocations of a recorder without a deadline', async () => {
    const { killed } = await drain({
      ...SMALL,
      chatsPerMessage: 20,
      isPatient: false,
      hangs: { ...HANGING, what: 'all' },
    });
    expect(killed).toBeGreaterThan(0);
  });
});
