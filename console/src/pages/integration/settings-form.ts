/** The settings as the form holds them: texts. The API is the judge of what they hold. */

import type { Integration } from '../../api/client.ts';
import { toHostName } from '../add/freshchat-domain.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type SettingsForm = {
  readonly name: string;
  readonly domain: string;
  /** Of Freshchat; empty leaves the stored one. */
  readonly key: string;
  readonly window: string;
  readonly isAlwaysActive: boolean;
  readonly timeZone: string;
  /** `08:00-12:00, 13:00-18:00` */
  readonly weekly: Readonly<Record<Weekday, string>>;
  /** A date a line. */
  readonly holidays: string;
};

export const toSettingsForm = ({ name, freshchatDomain, silencePolicy }: Integration): SettingsForm => {
  const { window, activeHours } = silencePolicy;
  const rangesOf = (day: Weekday): string => (activeHours?.weekly[day] ?? []).join(', ');
  return {
    name,
    domain: freshchatDomain ?? '',
    key: '',
    window,
    isAlwaysActive: activeHours === undefined,
    timeZone: activeHours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    weekly: {
      monday: rangesOf('monday'),
      tuesday: rangesOf('tuesday'),
      wednesday: rangesOf('wednesday'),
      thursday: rangesOf('thursday'),
      friday: rangesOf('friday'),
      saturday: rangesOf('saturday'),
      sunday: rangesOf('sunday'),
    },
    holidays: (activeHours?.holidays ?? []).join('\n'),
  };
};

const partsOf = (text: string, separator: RegExp): string[] =>
  text.split(separator).flatMap((part) => part.trim() || []);

/** Only what differs from the stored settings: a domain that is sent again would wipe nothing, but say more than is meant. */
export const toChange = (form: SettingsForm, base: Integration) => {
  const before = toSettingsForm(base);
  const domain = toHostName(form.domain);
  return {
    version: base.version,
    ...(form.name.trim() !== before.name && { name: form.name.trim() }),
    ...(domain !== before.domain && { freshchatDomain: domain }),
    ...(form.key.trim() !== '' && { freshchatKey: form.key.trim() }),
    ...(isPolicyChanged(form, before) && { silencePolicy: toPolicy(form, base) }),
  };
};

const isPolicyChanged = (form: SettingsForm, before: SettingsForm): boolean =>
  JSON.stringify([form.window, form.isAlwaysActive, form.timeZone, form.weekly, form.holidays]) !==
  JSON.stringify([before.window, before.isAlwaysActive, before.timeZone, before.weekly, before.holidays]);

const toPolicy = (form: SettingsForm, { silencePolicy: { pausedUntil } }: Integration) => ({
  window: form.window,
  ...(!form.isAlwaysActive && {
    activeHours: {
      timeZone: form.timeZone,
      weekly: weeklyOf(form),
      holidays: partsOf(form.holidays, /[\s,;]+/),
    },
  }),
  ...(pausedUntil !== undefined && { pausedUntil }),
});

const weeklyOf = ({ weekly }: SettingsForm) => {
  const rangesOf = (day: Weekday): string[] => partsOf(weekly[day].replaceAll(/\s*[–-]\s*/g, '-'), /[,;]/);
  return {
    monday: rangesOf('monday'),
    tuesday: rangesOf('tuesday'),
    wednesday: rangesOf('wednesday'),
    thursday: rangesOf('thursday'),
    friday: rangesOf('friday'),
    saturday: rangesOf('saturday'),
    sunday: rangesOf('sunday'),
  };
};

export type Difference = {
  readonly field: 'name' | 'domain' | 'policy';
  readonly theirs: string;
  readonly mine: string;
};

/** What somebody else stored meanwhile, beside what stands in the form. */
export const differencesOf = (form: SettingsForm, theirs: Integration): readonly Difference[] => {
  const other = toSettingsForm(theirs);
  return [
    ...(other.name === form.name ? [] : [{ field: 'name', theirs: other.name, mine: form.name } as const]),
    ...(other.domain === form.domain ? [] : [{ field: 'domain', theirs: other.domain, mine: form.domain } as const]),
    ...(isPolicyChanged(form, other)
      ? [{ field: 'policy', theirs: policyText(other), mine: policyText(form) } as const]
      : []),
  ];
};

const policyText = ({ window, isAlwaysActive, timeZone, weekly }: SettingsForm): string =>
  isAlwaysActive
    ? window
    : `${window}, ${timeZone}: ${WEEKDAYS.flatMap((day) => (weekly[day] === '' ? [] : [weekly[day]])).join(' / ')}`;
