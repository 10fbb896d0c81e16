/**
 * The Freshworks sandbox as far as these tests need it: a bare vm context in which each file of the server runs as a
 * script, and the platform's three services in memory. Nothing of Node.js is there, as on the platform.
 */

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { compileFunction, createContext } from 'node:vm';

const SERVER = new URL('../server/', import.meta.url);

/** An answer of the injixo API. */
export const answerOf = (status, body) => ({
  status,
  headers: { 'content-type': 'application/json' },
  response: JSON.stringify(body),
  attempts: 1,
});

export const accepted = ({ events }) => answerOf(202, { accepted: events.length, rejected: [] });
export const serverDown = () => answerOf(503, { error: { code: 'unavailable' } });
export const keyRevoked = () => answerOf(401, { error: { code: 'key_revoked' } });

/**
 * One account in which the app is installed. `api` answers each POST; `refuse` says for a call of `$db` or `$schedule`
 * what the platform rejects it with, or nothing.
 */
export const createAccount = ({
  now = Date.parse('2026-11-23T13:20:00Z'),
  api = accepted,
  refuse = () => undefined,
} = {}) => {
  let handlers;
  const account = {
    now,
    api,
    refuse,
    posts: [],
    store: new Map(),
    schedules: new Map(),
    logs: [],
    rendered: [],
    calls: [],
    /** Every event that the API took. */
    get delivered() {
      return account.posts.filter(({ status }) => status === 202).flatMap(({ events }) => events);
    },
    bucketKeys: () => [...account.store.keys()].filter((key) => key.startsWith('o:')),
    after: (minutes) => {
      account.now += minutes * 60_000;
    },
    // The platform loads the files anew for each invocation; they keep nothing between two, so once does here.
    run: (handler, payload) => {
      handlers ??= load(account);
      return handlers[handler](JSON.parse(JSON.stringify(payload ?? null)));
    },
  };
  return account;
};

const load = (account) => {
  const context = createContext({
    ...platformOf(account),
    Date: class extends Date {
      constructor(...parts) {
        super(...(parts.length === 0 ? [account.now] : parts));
      }
      static now() {
        return account.now;
      }
    },
  });
  const cache = new Map();
  const requireFrom = (folder) => (path) => {
    const file = posix.normalize(`${folder}/${path}.js`);
    if (!cache.has(file)) cache.set(file, runFile(file));
    return cache.get(file);
  };
  const runFile = (file) => {
    const url = new URL(file, SERVER);
    const source = `${readFileSync(url, 'utf8')}\nreturn exports;`;
    const script = compileFunction(source, ['require', 'exports'], { filename: url.href, parsingContext: context });
    return script(requireFrom(posix.dirname(file)), {});
  };
  return runFile('server.js');
};

const platformOf = (account) => {
  const log = (...words) => account.logs.push(words);
  const guarded = async (call, key, work) => {
    account.calls.push(`${call} ${key}`);
    const refusal = account.refuse(call, key);
    if (refusal) throw refusal;
    return work();
  };
  const copy = (value) => JSON.parse(JSON.stringify(value));
  return {
    console: { log, info: log, error: log },
    renderData: (error) => account.rendered.push(error),
    $request: {
      invokeTemplate: async (template, { body }) => {
        if (template !== 'sendEvents') throw { status: 400, message: 'no such template' };
        const { events } = JSON.parse(body);
        const answer = account.api({ events, body });
        account.posts.push({ body, events, status: answer.status });
        if (answer.status >= 400) throw { ...answer, errorSource: 'APP' };
        return answer;
      },
    },
    $db: {
      get: (key) =>
        guarded('get', key, () => {
          if (!account.store.has(key)) throw { status: 404, message: 'Record not found' };
          return copy(account.store.get(key));
        }),
      set: (key, value, { setIf } = {}) =>
        guarded('set', key, () => {
          if (setIf === 'not_exist' && account.store.has(key))
            throw { status: 400, message: 'The setIf conditional request failed' };
          account.store.set(key, copy(value));
          return { Created: true };
        }),
      update: (key, action, attributes) =>
        guarded(action, key, () => {
          const value = account.store.get(key) ?? {};
          for (const [name, more] of Object.entries(attributes)) value[name] = [...(value[name] ?? []), ...copy(more)];
          if (JSON.stringify(value).length > 40 * 1024)
            throw { status: 400, message: 'Item size exceeded the maximum limit of 40 KB' };
          account.store.set(key, value);
          return { Updated: true };
        }),
      delete: (key) => guarded('delete', key, () => account.store.delete(key) ?? { Deleted: true }),
    },
    $schedule: {
      create: (schedule) =>
        guarded('create', schedule.name, () => {
          if (schedule.name.length > 30) throw { status: 400, message: 'Name length must not be greater than 30' };
          if (account.schedules.has(schedule.name)) throw { status: 400, message: 'This Schedule name already exists' };
          account.schedules.set(schedule.name, copy(schedule));
          return { status: 200, message: 'Schedule created' };
        }),
      fetch: ({ name }) =>
        guarded('fetch', name, () => {
          if (!account.schedules.has(name)) throw { status: 404, message: 'Schedule does not exist' };
          return copy(account.schedules.get(name));
        }),
      delete: ({ name }) =>
        guarded('deleteSchedule', name, () => {
          if (!account.schedules.delete(name)) throw { status: 404, message: 'Schedule does not exist' };
          return { status: 200, message: 'Schedule deleted' };
        }),
    },
  };
};
