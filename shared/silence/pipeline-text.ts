/** What people read of ourselves: the sentence of a state, and the same as key and facts. */

import { type Instant, toRfc3339 } from '../core/instant.ts';
import type { PipelineState } from './pipeline-state.ts';
import { toUtcText } from './status-text.ts';

const PIPELINE_SENTENCES = {
  pipeline_on_time: 'Our processing is on time. We last checked it at {checkedAt}.',
  pipeline_delayed: 'Our processing has been delayed since {since}. Chats are safe and will be counted.',
  pipeline_catching_up:
    'Our service was interrupted from {since} to {until}. Chats of that time are still being counted.',
  pipeline_checking:
    'The chats of many integrations stopped at {since}. We are checking whether the cause is on our side.',
  pipeline_not_watched: 'We have not been able to check our processing since {since}.',
  pipeline_not_watched_yet: 'We have not checked our processing yet.',
} as const;

type PipelineSentenceKey = keyof typeof PIPELINE_SENTENCES;

/** Every key, for those who have words of their own for them. */
export const PIPELINE_SENTENCE_KEYS = [
  'pipeline_on_time',
  'pipeline_delayed',
  'pipeline_catching_up',
  'pipeline_checking',
  'pipeline_not_watched',
  'pipeline_not_watched_yet',
] as const satisfies readonly PipelineSentenceKey[];

export type PipelineText = {
  readonly message: string;
  readonly reason: { readonly key: PipelineSentenceKey; readonly facts: Readonly<Record<string, string>> };
};

export const toPipelineText = (state: PipelineState): PipelineText => {
  const key = keyOf(state);
  const { state: _, ...instants } = state;
  const known = Object.entries(instants).map(([name, at]): readonly [string, Instant] => [name, at]);
  const used = known.filter(([name]) => PIPELINE_SENTENCES[key].includes(`{${name}}`));
  return {
    message: used.reduce<string>(
      (text, [name, at]) => text.replace(`{${name}}`, toUtcText(at)),
      PIPELINE_SENTENCES[key],
    ),
    reason: { key, facts: Object.fromEntries(used.map(([name, at]) => [name, toRfc3339(at)])) },
  };
};

const keyOf = (state: PipelineState): PipelineSentenceKey =>
  state.state === 'not_watched' && state.since === undefined ? 'pipeline_not_watched_yet' : `pipeline_${state.state}`;
