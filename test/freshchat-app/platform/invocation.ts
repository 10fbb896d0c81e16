/** One run of one handler: its calls, its log, its time, and the moment at which the platform may cut it off. */

import * as z from 'zod';
import type { Fate, NextFate, Service } from './fates.ts';
import { cloneJson, isPlainObject } from './json.ts';
import { MAX_REFUSAL_CHARACTERS } from './limits.ts';
import { type Outcome, refused } from './outcome.ts';
import type { Realm } from './realm.ts';
import { requestFault } from './request.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type Call = {
  readonly service: Service;
  readonly method: string;
  /** As JSON: what left the sandbox. */
  readonly args: string;
  readonly at: number;
  /** What came of it in truth; nothing when it was cut off before it was done. */
  outcome: Outcome | undefined;
  /** What the app was told; nothing when it was cut off before. */
  told: Outcome | undefined;
};

export type End =
  | { readonly kind: 'finished' }
  /** A set-up handler said no, in these words. */
  | { readonly kind: 'said_no'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'timed_out' }
  /** By a fault of this test's. */
  | { readonly kind: 'cut' };

export type Invocation = {
  readonly event: string;
  readonly startedAt: number;
  /** As JSON. */
  readonly payload: string;
  readonly calls: readonly Call[];
  /** One JSON list a line: the level, then what was logged. */
  readonly logs: readonly string[];
  readonly end: () => End | undefined;
  readonly ended: Promise<End>;
};

export type Services = Readonly<
  Record<Service, Readonly<Record<string, (args: readonly unknown[], fate: Fate) => Outcome | Promise<Outcome>>>>
>;

type Options = {
  readonly event: string;
  readonly payload: unknown;
  readonly handlerName: string;
  readonly isSetUp: boolean;
  readonly limitMs: number;
  readonly clock: VirtualClock;
  readonly realm: Realm;
  readonly services: Services;
  readonly nextFate: NextFate;
};

const handlerSchema = z.custom<(payload: unknown) => unknown>((value) => typeof value === 'function');

export const invoke = (options: Options): Invocation => {
  const { event, payload, handlerName, isSetUp, limitMs, clock, realm } = options;
  const calls: Call[] = [];
  const logs: string[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<End>();
  let end: End | undefined;
  const finish = (how: End): void => {
    if (end) return;
    end = how;
    resolve(how);
  };

  const callsOf = (service: Service) =>
    Object.fromEntries(
      Object.entries(options.services[service]).map(([method, perform]) => [
        method,
        (...args: readonly unknown[]) => {
          const cloned = args.map(cloneJson);
          const call: Call = {
            service,
            method,
            args: JSON.stringify(cloned),
            at: clock.now(),
            outcome: undefined,
            told: undefined,
          };
          return makeCall(call, (fate) => perform(cloned, fate));
        },
      ]),
    );

  const makeCall = (call: Call, perform: (fate: Fate) => Outcome | Promise<Outcome>): Promise<unknown> =>
    new Promise((tell, reject) => {
      const make = async (): Promise<void> => {
        if (end) return;
        const fate = options.nextFate(call.service);
        calls.push(call);
        if (fate.cut === 'before') return finish({ kind: 'cut' });
        call.outcome = await performWith(clock, call.service, fate, () => (end ? undefined : perform(fate)));
        if (fate.cut === 'after') return finish({ kind: 'cut' });
        if (!call.outcome || end) return;
        const isAnswerLost = fate.fault === 'answer_lost' && call.outcome.kind === 'done';
        call.told = isAnswerLost ? faultOf(call.service, fate) : call.outcome;
        if (call.told.kind === 'done') tell(realm.bring(call.told.answer));
        else reject(realm.bring(call.told.answer));
      };
      void make();
    });

  const log =
    (level: string) =>
    (...parts: readonly unknown[]): void => {
      if (!end) logs.push(JSON.stringify([level, ...parts]));
    };

  const renderData = (error?: unknown): void => {
    if (!isSetUp) return;
    finish(error === undefined || error === null ? { kind: 'finished' } : toRefusal(error));
  };

  const run = async (): Promise<void> => {
    try {
      const exported = realm.load({
        $request: callsOf('request'),
        $db: callsOf('db'),
        $schedule: callsOf('schedule'),
        renderData,
        console: { log: log('log'), info: log('info'), error: log('error') },
      });
      await handlerSchema.parse(exported[handlerName])(realm.bring(payload));
      // Set-up is finished by renderData alone.
      if (!isSetUp) finish({ kind: 'finished' });
    } catch (error) {
      finish({ kind: 'failed', error: describe(error) });
    }
  };

  void run();
  void clock.sleep(limitMs).then(() => finish({ kind: 'timed_out' }));
  return {
    event,
    startedAt: clock.now(),
    payload: JSON.stringify(payload),
    calls,
    logs,
    end: () => end,
    ended,
  };
};

const toRefusal = (error: unknown): End => {
  const message = isPlainObject(error) ? error['message'] : undefined;
  return typeof message === 'string' && message.length <= MAX_REFUSAL_CHARACTERS
    ? { kind: 'said_no', message }
    : { kind: 'failed', error: 'renderData takes an object with a message of at most 60 characters' };
};

/** Requests take their time inside of their own time-out; the other services take it here. */
const performWith = async (
  clock: VirtualClock,
  service: Service,
  fate: Fate,
  perform: () => Outcome | Promise<Outcome> | undefined,
): Promise<Outcome | undefined> => {
  const { fault, beforeMs, afterMs } = fate;
  if (service !== 'request') await clock.sleep(beforeMs);
  const outcome = fault === 'refused' ? faultOf(service, fate) : await perform();
  await clock.sleep(service === 'request' ? 1 : afterMs);
  return outcome;
};

const faultOf = (service: Service, { fault, status }: Fate): Outcome =>
  service === 'request'
    ? requestFault(fault, status)
    : refused('fault', { status: 500, message: 'Internal Server Error' });

const describe = (error: unknown): string => {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  // Errors of the sandbox are of another realm than ours.
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
};
