/** The app with one mistake each: what a developer in a hurry would write, and the law must catch. */

import { type AppFiles, withMistake } from './platform/app-files.ts';

const BUCKETS = 'server/lib/buckets.js';
const TICK = 'server/lib/tick.js';

export const MISTAKES: Readonly<Record<string, (app: AppFiles) => AppFiles>> = {
  'reads and writes a bucket in place of appending to it': (app) =>
    withMistake(app, {
      file: BUCKETS,
      instead: "await $db.update(keyOf(bucket, part), 'append', { e: rows });",
      write: `const before = await readRows(keyOf(bucket, part));
      if (before === 'unknown') return false;
      await $db.set(keyOf(bucket, part), { e: before === 'none' ? rows : before.concat(rows) });`,
    }),
  'deletes a bucket before its events are sent': (app) =>
    withMistake(app, {
      file: TICK,
      instead: '(await sendAll(run, events)) && (await ownUp(run)) && (await buckets.remove(held.keys))',
      write: '(await buckets.remove(held.keys)) && (await sendAll(run, events))',
    }),
  'takes any 400 for final': (app) =>
    withMistake(app, {
      file: 'server/lib/api.js',
      instead: "return isAboutBody && typeof text.objectIn(body, 'error').code === 'string' ? 'unreadable' : 'later';",
      write: "return isAboutBody ? 'unreadable' : 'later';",
    }),
  'moves the cursor past a bucket that failed': (app) =>
    withMistake(app, {
      file: TICK,
      instead: /if \(held\.keys\.length > 0 && !\(await take\(.*\)\)\) break;/g,
      write: 'if (held.keys.length > 0) await take(run, held, [...beat, ...held.facts.map(wire.toEvent)]);',
    }),
  'looks for a place to begin at its first tick': (app) =>
    withMistake(
      withMistake(app, { file: 'server/lib/heart.js', instead: 'await tick.begin(Date.now());', write: '' }),
      { file: TICK, instead: 'const LOOKS_BACK = 24;', write: 'const LOOKS_BACK = 2;' },
    ),
  'claims that nothing waits': (app) =>
    withMistake(app, {
      file: TICK,
      instead: 'Math.ceil(Math.max(0, now - oldest) / time.SECOND)',
      write: '0 * oldest',
    }),
  'lives on after an event that the API refused for good': (app) =>
    withMistake(app, {
      file: 'server/lib/outbox.js',
      instead: 'if (isLost || sent.isRefused) await life.startAnew();',
      write: 'if (isLost) await life.startAnew();',
    }),
  'tries a request three times': (app) =>
    withMistake(app, {
      file: 'config/requests.json',
      instead: /"maxAttempts": 1(?=[\s\S]*"checkKey")/g,
      write: '"maxAttempts": 3',
    }),
};
