import { Link } from 'wouter-preact';
import { sayNumber } from '../words/translate.ts';
import type { Tone } from './mark.tsx';

export type Choice = {
  readonly word: string;
  readonly count: number;
  readonly href: string;
  readonly isChosen: boolean;
  readonly tone?: Tone;
};

/** How many there are of each kind; a choice stands in the address. What there is none of is left out. */
export const Filter = ({ label, choices }: { readonly label: string; readonly choices: readonly Choice[] }) => (
  <nav class="filter" aria-label={label}>
    {choices
      .filter(({ count, isChosen }, index) => index === 0 || count > 0 || isChosen)
      .map(({ word, count, href, isChosen, tone }) => (
        <Link
          key={href}
          class={`choice-link ${count > 0 ? (tone ?? '') : ''}`}
          href={href}
          aria-current={isChosen ? 'true' : undefined}
        >
          {word} <b>{sayNumber(count)}</b>
        </Link>
      ))}
  </nav>
);
