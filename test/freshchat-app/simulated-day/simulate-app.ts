/** Installs the app against a running local system, plays a day through it, and compares the counts with the truth. */

import { formatCounts } from '../../../sample-day/count-table.ts';
import { type Output, showProgress } from '../../../sample-day/progress.ts';
import type { AppFiles } from '../platform/app-files.ts';
import { waitUntilCounted } from './compare.ts';
import { createAdministrator, type LocalTarget } from './local-target.ts';
import { FRESHCHAT_HOST, playDay } from './play-day.ts';
import { tellStories } from './stories.ts';

type Options = {
  readonly app: AppFiles;
  readonly target: LocalTarget;
  readonly chats: number;
  readonly now: number;
  readonly output: Output;
  /** How long to wait for counts that do not move. */
  readonly stalledAfterMs?: number;
};

const DAY_MS = 24 * 60 * 60_000;
/** Two cores may carry much else: only standstill is a sign. */
const STALLED_AFTER_MS = 60_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Whether every resolved chat was counted once. */
export const simulateApp = async (options: Options): Promise<boolean> => {
  const { app, target, chats, now, output, stalledAfterMs = STALLED_AFTER_MS } = options;
  const write = (line: string): void => void output.write(`${line}\n`);
  const dayStart = Math.floor(now / DAY_MS - 1) * DAY_MS;
  const day = new Date(dayStart).toISOString().slice(0, 10);
  const administrator = createAdministrator(target);
  const name = `Simulated app ${new Date(now).toISOString()}`;
  const integrationId = await administrator.createIntegration(name, FRESHCHAT_HOST);
  const stories = tellStories(dayStart, chats, `simulated-${now}`);
  const ends = stories.flatMap((story) => story.ends);
  const resolved = new Set(ends.map(({ chat }) => chat.id)).size;
  write(`${name} (${integrationId}): ${day}, ${chats} chats, ${resolved} of them resolved, some twice.`);
  write('09:20 to 10:20 no connection; 11:00 a group is renamed; 14:00 to 15:00 a revoked key.');

  const playing = showProgress('played ', DAY_MS / 60_000, output);
  const { platform, trouble } = await playDay({
    app,
    url: target.url,
    administrator,
    integrationId,
    dayStart,
    stories,
    onProgress: (ms) => playing.update(ms / 60_000),
  });
  playing.end();

  const counting = showProgress('counted', resolved, output);
  const { stored, differences } = await waitUntilCounted(
    { target, integrationId, ends, stalledAfterMs },
    counting.update,
  );
  counting.end();

  const hours = HOURS.map((hour) => `${day}T${`${hour}`.padStart(2, '0')}:00:00Z`);
  write(
    `\nContacts of ${day} per source queue\n\n${formatCounts(
      stored.filter(({ contacts }) => contacts !== 0),
      hours,
    )}\n`,
  );
  const lost = platform.invocations().flatMap(({ logs }) => logs.filter((line) => line.startsWith('["error","lost"')));
  write(
    `${platform.invocations().length} invocations; ${trouble.unreachable} requests met no connection, ${trouble.refusedKey} a revoked key.`,
  );
  for (const line of [...lost, ...differences.slice(0, 10)]) write(line);
  const contacts = stored.reduce((sum, count) => sum + count.contacts, 0);
  const isExact = differences.length === 0 && lost.length === 0;
  write(`${contacts} contacts counted, ${resolved} distinct chats resolved: ${isExact ? 'equal.' : 'DIFFERENT.'}`);
  return isExact;
};
