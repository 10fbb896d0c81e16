/**
 * A Lambda function: execution environments that keep their memory between invocations, may crash at any await, and
 * call out over a network that loses requests and answers.
 */

import type { Table } from './faults.ts';
import type { World } from './world.ts';

/** Answers are lost, requests are lost, stores throttle: the caller sees an error and cannot know which. */
class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
}

/** One for all: thousands of stack traces would cost more than the histories. */
const CALL_FAILED = new CallFailedError();

export type Target = Table | 'queue';

/** Calls out. `apply` happens at one moment, at most once per attempt. */
type Call = <T>(target: Target, what: () => string, apply: () => T) => Promise<T>;

export type Environment = { readonly name: string; readonly bornAt: number; readonly call: Call };

type Invocation<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'failed' }
  /** No answer will come; requests that are under way may still arrive. */
  | { readonly kind: 'crashed' };

type Running = Environment & {
  readonly isDead: () => boolean;
  readonly die: () => void;
  readonly death: Promise<void>;
};

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

const createEnvironment = (world: World, name: string): Running => {
  const { faults, random, strikes, sleep, now, tell } = world;
  let dead = false;
  const { promise: death, resolve: announce } = Promise.withResolvers<void>();
  const die = () => {
    dead = true;
    announce();
  };
  const maybeCrash = (moment: string, what: () => string) => {
    if (dead || !strikes(faults.crash)) return;
    tell(() => `${name} crashes ${moment} ${what()}`);
    die();
  };
  const latencyMs = () => (strikes(faults.slowCall) ? random.int(1_000, 300_000) : random.int(1, 40));
  const isOut = (target: Target) =>
    faults.storeOutage?.tables.some((table) => table === target) &&
    faults.storeOutage.from <= now() &&
    now() < faults.storeOutage.to;

  const attempt = <T>(target: Target, what: () => string, apply: () => T): { readonly value: T } | undefined => {
    const lost = (why: string) => tell(() => `${name} ${what()}: ${why}`);
    if (isOut(target)) return void lost('the store is out');
    if (strikes(faults.lostRequest)) return void lost('request lost');
    if (strikes(faults.throttling)) return void lost('throttled');
    const value = apply();
    tell(() => `${name} ${what()} → ${JSON.stringify(value) ?? 'done'}`);
    if (strikes(faults.lostAnswer)) return void lost('answer lost');
    return { value };
  };

  const call: Call = async (target, what, apply) => {
    for (let attempts = 1; ; attempts += 1) {
      maybeCrash('calling', what);
      if (dead) return never();
      await sleep(latencyMs());
      const answer = attempt(target, what, apply);
      await sleep(latencyMs());
      maybeCrash('hearing from', what);
      if (dead) return never();
      if (answer) return answer.value;
      if (attempts >= faults.attempts) throw CALL_FAILED;
    }
  };
  return { name, bornAt: now(), call, isDead: () => dead, die, death };
};

export type SimulatedFunction<E, T> = (event: E) => Promise<Invocation<T>>;

/** Environments are made on demand, as many as run at once, and used again; a deploy retires the old ones. */
export const createFunction = <E, T>(
  world: World,
  name: string,
  timeoutMs: number,
  createHandler: (environment: Environment) => (event: E) => Promise<T>,
): SimulatedFunction<E, T> => {
  type Warm = { readonly environment: Running; readonly handler: (event: E) => Promise<T> };
  const idle: Warm[] = [];
  let made = 0;
  const coldStart = (): Warm => {
    made += 1;

    const environment = createEnvironment(world, `${name}-${made}`);
    return { environment, handler: createHandler(environment) };
  };
  const isCurrent = ({ environment }: Warm) =>
    world.faults.rulesChangeAt === undefined ||
    environment.bornAt >= world.faults.rulesChangeAt ||
    world.now() < world.faults.rulesChangeAt;
  return async (event) => {
    const warm = idle.pop();
    const used = warm && isCurrent(warm) ? warm : coldStart();
    const { environment, handler } = used;
    let isOver = false;
    const stop = async (): Promise<Invocation<T>> => {
      await world.sleep(timeoutMs);
      if (!isOver) environment.die();
      return { kind: 'crashed' };
    };
    const crash = environment.death.then((): Invocation<T> => ({ kind: 'crashed' }));
    const run = async (): Promise<Invocation<T>> => {
      try {
        return { kind: 'answered', answer: await handler(event) };
      } catch (error) {
        if (!(error instanceof CallFailedError)) world.tell(() => `${environment.name} throws ${String(error)}`);
        return { kind: 'failed' };
      }
    };
    const invocation = await Promise.race([run(), crash, stop()]);
    isOver = true;
    if (invocation.kind !== 'crashed') idle.push(used);
    return invocation;
  };
};
