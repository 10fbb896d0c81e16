import { sayNumber, t } from '../../words/translate.ts';
import type { Day } from './day-rows.ts';
import type { HourState } from './hour-state.ts';
import type { Shades } from './shades.ts';

/** What is not explained by its number. */
const SIGNS = { zero: '0', provisional: '8', unconfirmed: '8', unknown: '?' } as const;
const EXPLAINED = ['unknown', 'provisional', 'unconfirmed', 'zero'] as const satisfies readonly HourState[];

type Props = { readonly shades: Shades; readonly days: readonly Day[] };

export const Legend = ({ shades, days }: Props) => {
  const occurring = new Set(days.flatMap(({ hours }) => hours.map((hour) => hour?.state)));
  return (
    <div class="legend map-legend">
      <span class="ramp">
        {t('contacts.perHour')}:{' '}
        {shades.legend.map(({ step, range }) => (
          <span key={step} class={`swatch q${step}`}>
            {sayRange(range)}
          </span>
        ))}
      </span>
      {EXPLAINED.filter((state) => state === 'unknown' || occurring.has(state)).map((state) => (
        <span key={state}>
          <span class={`swatch ${state}${SIGNS[state] === '8' ? ' q2' : ''}`} aria-hidden="true">
            {SIGNS[state]}
          </span>{' '}
          {t(`hour.${state}`)}
        </span>
      ))}
    </div>
  );
};

const sayRange = ([from, to]: readonly [number, number | undefined]): string => {
  if (to === undefined) return `${sayNumber(from)}+`;
  return from === to ? sayNumber(from) : `${sayNumber(from)}–${sayNumber(to)}`;
};
