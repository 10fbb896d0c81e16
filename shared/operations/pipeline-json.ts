import { type Instant, toRfc3339 } from '../core/instant.ts';
import { type PipelineMemory, pipelineStateOf } from '../silence/pipeline-state.ts';
import { toPipelineText } from '../silence/pipeline-text.ts';
import type { PipelineJson } from './operations-answers.ts';

const SHOWN_OUTAGES = 20;

export const toPipelineJson = (memory: PipelineMemory, now: Instant): PipelineJson => {
  const state = pipelineStateOf(memory, now);
  return {
    state: state.state,
    ...('since' in state && state.since !== undefined && { since: toRfc3339(state.since) }),
    ...('checkedAt' in state && { checkedAt: toRfc3339(state.checkedAt) }),
    ...toPipelineText(state),
    ourOutages: memory.ourOutages
      .slice(-SHOWN_OUTAGES)
      .toReversed()
      .map(({ from, until }) => ({ from: toRfc3339(from), to: toRfc3339(until) })),
  };
};
