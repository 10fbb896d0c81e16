export type Tone = 'bad' | 'warn' | 'good' | 'calm';

/** Drawn, not written: not every font has these signs. */
const MARKS: Readonly<Record<Tone, string>> = {
  bad: 'M5 5l6 6M11 5l-6 6',
  warn: 'M8 4v5M8 11.5v.5',
  good: 'M4.5 8.5l2.5 2.5 4.5-5.5',
  calm: 'M5 8h6',
};

export const Mark = ({ tone }: { readonly tone: Tone }) => (
  <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7" />
    <path d={MARKS[tone]} />
  </svg>
);
