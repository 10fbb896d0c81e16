import type { Integration } from '../api/client.ts';
import type { WordId } from '../words/en.ts';
import { canRestore } from '../words/reason.ts';
import { t } from '../words/translate.ts';

type Tone = 'bad' | 'warn' | 'good' | 'calm';

export type ShownStatus = {
  readonly word: Extract<WordId, `status.${string}`>;
  readonly tone: Tone;
  /** The most urgent first; below 2 somebody must act. */
  readonly rank: number;
};

/** What the person sees. A status with a cause is never shown as good, whatever its own word is. */
export const shownStatus = ({ status, cause, severity, reason }: Integration): ShownStatus => {
  if (canRestore(reason)) return { word: 'status.erases', tone: 'calm', rank: 6 };
  if (status === 'erasing' || status === 'erased') return { word: `status.${status}`, tone: 'calm', rank: 7 };
  if (status === 'silent' && severity !== 'warning') return { word: 'status.silent', tone: 'bad', rank: 0 };
  if (status === 'silent') return { word: 'status.quiet', tone: 'warn', rank: 1 };
  if (status === 'unknown') return { word: 'status.checking', tone: 'warn', rank: 2 };
  if (cause !== undefined || reason.key === 'handover') return { word: 'status.attention', tone: 'warn', rank: 1 };
  if (status === 'paused') return { word: 'status.paused', tone: 'calm', rank: 5 };
  if (status === 'operational') return { word: 'status.operational', tone: 'good', rank: 4 };
  return { word: reason.key === 'connected' ? 'status.connected' : 'status.waiting', tone: 'calm', rank: 3 };
};

/** Mark and word say it; the colour only helps to find it. */
export const Status = ({ of }: { readonly of: Integration }) => {
  const { word, tone } = shownStatus(of);
  return (
    <span class={`status ${tone}`}>
      <Mark tone={tone} />
      {t(word)}
    </span>
  );
};

/** Drawn, not written: not every font has these signs. */
const MARKS: Readonly<Record<Tone, string>> = {
  bad: 'M5 5l6 6M11 5l-6 6',
  warn: 'M8 4v5M8 11.5v.5',
  good: 'M4.5 8.5l2.5 2.5 4.5-5.5',
  calm: 'M5 8h6',
};

const Mark = ({ tone }: { readonly tone: Tone }) => (
  <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7" />
    <path d={MARKS[tone]} />
  </svg>
);
