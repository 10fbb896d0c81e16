import { describe, expect, it } from 'vitest';
import { type PipelineMemory, pipelineStateOf } from '../../../shared/silence/pipeline-state.ts';
import { toPipelineText } from '../../../shared/silence/pipeline-text.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;
const WELL: PipelineMemory = { lastRunAt: NOW - MINUTE, ourOutages: [] };

const stateOf = (more: Partial<PipelineMemory>) => pipelineStateOf({ ...WELL, ...more }, NOW);

describe('how we are', () => {
  it('is on time when the monitor ran a moment ago and found nothing', () => {
    expect(stateOf({})).toEqual({ state: 'on_time', checkedAt: NOW - MINUTE });
  });

  it('is not watched before the first run, and when the last one is too long ago to believe', () => {
    expect(pipelineStateOf({ ourOutages: [] }, NOW)).toEqual({ state: 'not_watched' });
    const lastRunAt = NOW - 16 * MINUTE;
    expect(stateOf({ lastRunAt, stall: { startedAt: 1 } })).toEqual({ state: 'not_watched', since: lastRunAt });
  });

  it('is delayed while a stall goes on, whatever else is', () => {
    const manySilent = { startedAt: NOW - 40 * MINUTE };
    expect(stateOf({ stall: { startedAt: NOW - 20 * MINUTE }, manySilent })).toMatchObject({
      state: 'delayed',
      since: NOW - 20 * MINUTE,
    });
    expect(stateOf({ stall: { startedAt: 1, endedAt: 2 } }).state).toBe('on_time');
  });

  it('is checking while many are silent together', () => {
    expect(stateOf({ manySilent: { startedAt: NOW - 40 * MINUTE } })).toMatchObject({
      state: 'checking',
      since: NOW - 40 * MINUTE,
    });
  });

  it('catches up for half an hour after an outage of ours', () => {
    const outage = { from: NOW - 90 * MINUTE, until: NOW - 20 * MINUTE };
    expect(stateOf({ ourOutages: [outage] })).toMatchObject({ state: 'catching_up', since: outage.from });
    expect(stateOf({ ourOutages: [{ from: 1, until: NOW - 31 * MINUTE }] }).state).toBe('on_time');
  });
});

describe('what is said of it', () => {
  it('is a sentence, and the same as key and facts', () => {
    expect(toPipelineText(stateOf({ stall: { startedAt: NOW - 20 * MINUTE } }))).toEqual({
      message: 'Our processing has been delayed since 2026-11-22 11:40 UTC. Chats are safe and will be counted.',
      reason: { key: 'pipeline_delayed', facts: { since: '2026-11-22T11:40:00.000Z' } },
    });
  });

  it.each([
    stateOf({}),
    stateOf({ manySilent: { startedAt: 1 } }),
    stateOf({ ourOutages: [{ from: 1, until: NOW - MINUTE }] }),
    pipelineStateOf({ ourOutages: [] }, NOW),
    stateOf({ lastRunAt: 1 }),
  ])('leaves no place of a sentence open: %j', (state) => {
    expect(toPipelineText(state).message).not.toContain('{');
  });
});
