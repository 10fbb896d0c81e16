/** `$schedule`: one recurring schedule and up to a thousand for one time, each of which ends in onScheduledEvent. */

import { isPlainObject } from './json.ts';
import {
  MAX_ONE_TIME_SCHEDULES,
  MAX_SCHEDULE_AHEAD_MS,
  MAX_SCHEDULE_DATA_BYTES,
  MAX_SCHEDULE_NAME,
  MIN_SCHEDULE_AHEAD_MS,
  MINUTE_MS,
  type MinuteLimit,
} from './limits.ts';
import { done, type Outcome, refused } from './outcome.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type Schedule = {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** Only a recurring one has it. */
  readonly everyMs?: number;
  /** As it was created: what a fetch returns. */
  readonly created: Readonly<Record<string, unknown>>;
};

type Deps = {
  readonly clock: VirtualClock;
  readonly limit: MinuteLimit | undefined;
  /** Whether the manifest registers onScheduledEvent. */
  readonly isHandled: boolean;
  readonly onDue: (schedule: Schedule) => void;
  readonly isNameFreeWhenDue: boolean;
};

const UNITS: Readonly<Record<string, { readonly ms: number; readonly most: number }>> = {
  minutes: { ms: MINUTE_MS, most: 60 },
  hours: { ms: 60 * MINUTE_MS, most: 24 },
  days: { ms: 24 * 60 * MINUTE_MS, most: 30 },
};

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export const createSchedules = ({ clock, limit, isHandled, onDue, isNameFreeWhenDue }: Deps) => {
  const schedules = new Map<string, Schedule>();
  let mostAtOnce = 0;
  const oneTime = (): readonly Schedule[] => [...schedules.values()].filter(({ everyMs }) => everyMs === undefined);

  const forget = async (schedule: Schedule): Promise<void> => {
    if (!isNameFreeWhenDue) await clock.sleep(MINUTE_MS);
    if (schedules.get(schedule.name) === schedule) schedules.delete(schedule.name);
  };

  const wait = async (schedule: Schedule): Promise<void> => {
    for (let at = schedule.at; ; at += schedule.everyMs ?? 0) {
      await clock.sleepUntil(at);
      if (schedules.get(schedule.name) !== schedule) return;
      onDue(schedule);
      if (schedule.everyMs === undefined) return forget(schedule);
    }
  };

  const put = (schedule: Schedule): void => {
    schedules.set(schedule.name, schedule);
    mostAtOnce = Math.max(mostAtOnce, oneTime().length);
    void wait(schedule);
  };

  const create = (input: unknown): Outcome => {
    const schedule = parseSchedule(input, clock.now());
    if (typeof schedule === 'string') return invalid(schedule);
    if (!isHandled) return invalid('onScheduledEvent is not registered');
    if (schedules.has(schedule.name)) return refused('state', { status: 400, message: 'Schedule already exists' });
    if (schedule.everyMs !== undefined && schedules.size > oneTime().length) {
      return invalid('A recurring schedule exists');
    }
    if (schedule.everyMs === undefined && oneTime().length >= MAX_ONE_TIME_SCHEDULES) {
      return refused('limit', { status: 400, message: 'One-time schedule limit exceeded' });
    }
    put(schedule);
    return done({ status: 200, message: 'Schedule created' });
  };

  const nameOf = (input: unknown): string =>
    isPlainObject(input) && typeof input['name'] === 'string' ? input['name'] : '';
  const ofExisting = (input: unknown, act: (schedule: Schedule) => Outcome): Outcome => {
    const schedule = schedules.get(nameOf(input));
    return schedule ? act(schedule) : refused('state', { status: 404, message: 'Schedule does not exist' });
  };

  const guarded =
    (method: (input: unknown) => Outcome) =>
    ([input]: readonly unknown[]): Outcome =>
      limit && !limit.take() ? refused('limit', { status: 429, message: 'Rate limit exceeded' }) : method(input);

  return {
    service: {
      create: guarded(create),
      fetch: guarded((input) => ofExisting(input, ({ created }) => done(created))),
      update: guarded((input) =>
        ofExisting(input, (schedule) => {
          const changed = parseSchedule({ ...schedule.created, ...(isPlainObject(input) ? input : {}) }, clock.now());
          if (typeof changed === 'string') return invalid(changed);
          put(changed);
          return done({ status: 200, message: 'Schedule updated' });
        }),
      ),
      delete: guarded((input) =>
        ofExisting(input, ({ name }) => {
          schedules.delete(name);
          return done({ status: 200, message: 'Schedule deleted' });
        }),
      ),
    },
    all: (): readonly Schedule[] => [...schedules.values()],
    mostAtOnce: () => mostAtOnce,
    clear: () => schedules.clear(),
  };
};

const invalid = (message: string): Outcome => refused('invalid', { status: 400, message });

/** What is wrong with it, in words, or the schedule. */
const parseSchedule = (input: unknown, now: number): Schedule | string => {
  if (!isPlainObject(input)) return 'No schedule';
  const { name, data, schedule_at: scheduleAt, repeat } = input;
  if (typeof name !== 'string' || name === '' || name.length > MAX_SCHEDULE_NAME)
    return 'The name has 1 to 30 characters';
  if (!isPlainObject(data)) return 'data must be an object';
  if (Buffer.byteLength(JSON.stringify(data)) > MAX_SCHEDULE_DATA_BYTES) return 'data is larger than 4 KB';
  if (typeof scheduleAt !== 'string' || !ISO.test(scheduleAt)) return 'schedule_at must be ISO 8601';
  const at = Date.parse(scheduleAt);
  if (Number.isNaN(at) || at > now + MAX_SCHEDULE_AHEAD_MS) return 'schedule_at is no time within a year';
  if (repeat === undefined) {
    return at < now + MIN_SCHEDULE_AHEAD_MS
      ? 'schedule_at is less than 5 minutes ahead'
      : { name, data, at, created: input };
  }
  const everyMs = periodOf(repeat);
  if (everyMs === undefined) return 'repeat needs time_unit and a frequency within its bounds';
  return at < now ? 'schedule_at is in the past' : { name, data, at, everyMs, created: input };
};

const periodOf = (repeat: unknown): number | undefined => {
  if (!isPlainObject(repeat)) return undefined;
  const { time_unit: name, frequency } = repeat;
  const unit = typeof name === 'string' && Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  if (!unit || typeof frequency !== 'number' || !Number.isInteger(frequency)) return undefined;
  return frequency >= 1 && frequency <= unit.most ? frequency * unit.ms : undefined;
};
