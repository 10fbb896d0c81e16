import type { Integration } from '../api/client.ts';
import type { WordId } from '../words/en.ts';
import { canRestore } from '../words/reason.ts';
import { t } from '../words/translate.ts';
import { Mark, type Tone } from './mark.tsx';

type State = Integration['state'];

/** What the API says it asks of people. Its `status` is not read here: beside a cause it may still say that all is well. */
export type Stated = Pick<Integration, 'state' | 'reason'>;

type Shown = { readonly word: Extract<WordId, `status.${string}`>; readonly tone: Tone };

const SHOWN: Readonly<Record<State, Shown>> = {
  critical: { word: 'status.silent', tone: 'bad' },
  needs_you: { word: 'status.attention', tone: 'warn' },
  warning: { word: 'status.quiet', tone: 'warn' },
  checking: { word: 'status.checking', tone: 'warn' },
  waiting: { word: 'status.waiting', tone: 'calm' },
  operational: { word: 'status.operational', tone: 'good' },
  paused: { word: 'status.paused', tone: 'calm' },
  erasing: { word: 'status.erasing', tone: 'calm' },
  erased: { word: 'status.erased', tone: 'calm' },
};

const shownStatus = ({ state, reason }: Stated): Shown => {
  if (reason.key === 'connected' && state === 'waiting') return { ...SHOWN.waiting, word: 'status.connected' };
  if (canRestore(reason)) return { ...SHOWN.erasing, word: 'status.erases' };
  return SHOWN[state];
};

export const toneOf = (state: State): Tone => SHOWN[state].tone;

export const sayState = (state: State): string => t(SHOWN[state].word);

/** Mark and word say it; the colour only helps to find it. */
export const Status = ({ of }: { readonly of: Stated }) => {
  const { word, tone } = shownStatus(of);
  return (
    <span class={`status ${tone}`}>
      <Mark tone={tone} />
      {t(word)}
    </span>
  );
};
