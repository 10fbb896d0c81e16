/** `npm start`: the whole system on this machine, with a sample day at the first start. */

import { once } from 'node:events';
import { relative } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { asksForHelp, formatHelp, type Help } from '../ops/help.ts';
import { readStatusTable } from '../ops/status-table.ts';
import type { Connection } from './connection-file.ts';
import { DataDirError } from './data-dir.ts';
import { NoDynamoEngineError } from './engines/dynamo-binary.ts';
import { DynamoEngineError } from './engines/dynamo-engine.ts';
import { localClient } from './engines/local-account.ts';
import { playSampleDay } from './play-sample-day.ts';
import { parseSettings, SettingsError } from './settings.ts';
import { onStopSignal } from './stop-signal.ts';
import { startLocalSystem } from './system.ts';

// Who reads may go before we stop (npm start | head); the drain needs no reader.
process.stdout.on('error', () => undefined);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const HELP: Help = {
  usage: 'npm start -- [--empty]',
  does: `Starts the whole system on this machine and plays a sample day at the first start; --empty skips it.
PORT (8787), DATA_DIR (.local), WATCH_EVERY (PT5M), ERASE_AFTER (P7D), LOCAL_ADMIN_TOKEN and LOCAL_ADMIN_TOKENS are its settings.`,
  example: 'DATA_DIR=.local2 PORT=8788 npm start -- --empty',
};

const start = async (): Promise<void> => {
  if (asksForHelp(process.argv.slice(2))) return say(formatHelp(HELP));
  const { isEmpty, ...settings } = parseSettings(process.argv.slice(2), process.env);
  const { dataDir } = settings;
  const stopping = onStopSignal(() => say('\nStopping: answering what has begun. Once more ends at once.'));
  const system = await startLocalSystem({ ...settings, report: say });
  const { connection } = system;
  const client = new DynamoDBClient(localClient(connection.dynamodbEndpoint));
  if (!stopping.aborted) await playSampleDay({ system, dataDir, isEmpty, signal: stopping });
  if (!stopping.aborted) {
    say(`\n${await readStatusTable(client, connection.tables.Integrations, Date.now())}`);
    say(describe(connection, relative(process.cwd(), dataDir) || dataDir));
    say(`Open the console (the link works once): ${system.newConsoleLink()}\n`);
    await once(stopping, 'abort');
  }
  client.destroy();
  await system.close();
  say('Stopped. The next start goes on from here.');
};

const describe = ({ url, apiKey }: Connection, dataDir: string): string => {
  const event = {
    id: 'conv-81:resolved:1',
    type: 'chat.resolved',
    occurredAt: new Date().toISOString(),
    chat: { id: 'conv-81', group: { id: 'g-7', name: 'Customer Support' } },
  };
  return `
Listening on ${url}; data and functions.log are in ${dataDir}. Ctrl-C stops.

curl -i ${url}/v1/events -H 'Authorization: Bearer ${apiKey}' \\
  -H 'Content-Type: application/json' -d '${JSON.stringify(event)}'
`;
};

/** What the person at the terminal can mend, in one sentence; anything else with its stack. */
const explain = (error: unknown): unknown => {
  if (error instanceof SettingsError || error instanceof DataDirError) return error.message;
  if (error instanceof NoDynamoEngineError || error instanceof DynamoEngineError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken. Choose another: PORT=8788 npm start (and a DATA_DIR of its own, to run side by side).';
  }
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
    return 'The port may not be opened by this user. Choose one above 1023: PORT=8787 npm start';
  }
  return error;
};

try {
  await start();
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
