import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalAccounts } from '../../../local/freshchat/local-accounts.ts';
import { chooseSwitches } from '../../../local/freshchat/report-switches.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const DOMAIN = 'acme.freshchat.com';

describe('the accounts of npm start', () => {
  const open = () => {
    const dataDir = temporaryDirectory();
    const write = (name: string, text: string) => {
      mkdirSync(join(dataDir, 'freshchat'), { recursive: true });
      writeFileSync(join(dataDir, 'freshchat', name), text);
    };
    return { accountOf: createLocalAccounts(dataDir), write };
  };

  it('have no chats until their file says so, and then those of the file, without a new start', () => {
    const { accountOf, write } = open();
    const { reported } = accountOf(DOMAIN);
    expect(reported?.()).toEqual({ chats: [], switches: chooseSwitches() });
    write(
      `${DOMAIN}.jsonl`,
      '{"chatId":"c-1","resolvedAt":"2026-11-22T12:00:00+01:00","group":{"id":"g","name":"Support"}}\n\n',
    );
    write(`${DOMAIN}.json`, '{"packing": "zip"}');
    expect(reported?.()).toEqual({
      chats: [{ chatId: 'c-1', resolvedAt: Date.UTC(2026, 10, 22, 11), group: { id: 'g', name: 'Support' } }],
      switches: chooseSwitches({ packing: 'zip' }),
    });
  });

  it('say which file is wrong, and of a switch that does not exist', () => {
    const { accountOf, write } = open();
    write('broken.freshchat.com.json', '{"unzip": true}');
    expect(() => accountOf('broken.freshchat.com').reported?.()).toThrow('broken.freshchat.com.json');
  });

  it('read no file outside of their folder', () => {
    const { accountOf, write } = open();
    write('../outside.jsonl', 'not JSON');
    expect(accountOf('../outside').reported?.().chats).toEqual([]);
  });
});
