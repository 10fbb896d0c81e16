import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FunctionFailedError, startFunctionHost } from '../../local/functions/function-host.ts';

const PROBE = new URL('../support/functions/probe.ts', import.meta.url);

type Overrides = {
  readonly entryPoint?: URL;
  readonly timeoutMs?: number;
  readonly capture?: (output: Readable) => void;
};

const openHost = async (overrides: Overrides = {}) => {
  const host = await startFunctionHost({
    functionName: 'probe',
    entryPoint: PROBE,
    environment: { TABLE: 'Chats' },
    timeoutMs: 30_000,
    capture: (output) => output.resume(),
    ...overrides,
  });
  onTestFinished(host.close);
  return host;
};

const echo = { do: 'echo', what: 'alive' };

describe('a function host', () => {
  test('gives the function an environment of its own', async () => {
    vi.stubEnv('AWS_PROFILE', 'production');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { invoke } = await openHost();
    expect(await invoke({ do: 'environment' })).toEqual({ TABLE: 'Chats', AWS_LAMBDA_FUNCTION_NAME: 'probe' });
  });

  test('runs invocations side by side', async () => {
    const { invoke } = await openHost();
    const waiting = invoke({ do: 'wait', what: 'a' });
    await invoke({ do: 'release', what: 'a' });
    expect(await waiting).toBe('released');
  });

  test("captures what the function prints, and gives it its request's id", async () => {
    const captured: string[] = [];
    const { invoke } = await openHost({
      capture: (output) => output.on('data', (chunk) => captured.push(String(chunk))),
    });
    expect(await invoke({ do: 'print', what: 'one line' })).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(() => captured.join('')).toBe('one line\n');
  });

  test('tells that the handler threw, by name and without its words', async () => {
    const { invoke } = await openHost();
    const failure = await invoke({ do: 'throw', what: 'jane@example.com' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FunctionFailedError);
    expect(failure).toMatchObject({ errorName: 'RangeError' });
    expect(String(failure)).not.toContain('jane');
  });

  test('rejects all that was in flight when the thread dies, and starts another', async () => {
    const { invoke } = await openHost();
    const inFlight = Promise.allSettled([invoke({ do: 'wait', what: 'a' }), invoke({ do: 'die' })]);
    expect((await inFlight).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect.poll(() => invoke(echo).catch(() => 'not yet'), { timeout: 60_000 }).toBe('alive');
  });

  test('ends a function that takes too long', async () => {
    const { invoke } = await openHost({ timeoutMs: 1 });
    await expect(invoke({ do: 'wait', what: 'a' })).rejects.toMatchObject({ errorName: 'Sandbox.Timedout' });
  });

  test('refuses to start a function that cannot be loaded', async () => {
    const entryPoint = new URL('../support/functions/not-there.ts', import.meta.url);
    await expect(openHost({ entryPoint })).rejects.toBeInstanceOf(FunctionFailedError);
  });
});
