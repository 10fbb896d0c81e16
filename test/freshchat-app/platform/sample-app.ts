/** A small app for the tests of the platform itself: handlers as texts, two request templates. */

import type { AppFiles } from './app-files.ts';

type Handlers = {
  readonly update?: string;
  readonly install?: string;
  readonly uninstall?: string;
  readonly scheduled?: string;
  /** More files of server/. */
  readonly files?: Readonly<Record<string, string>>;
};

const NOTHING = 'return;';
const READY = 'renderData();';

export const sampleApp = (handlers: Handlers): AppFiles => {
  const { update = NOTHING, install = READY, uninstall = READY, scheduled = NOTHING, files = {} } = handlers;
  const server = `exports = {
    onConversationUpdate: async function(args) { ${update} },
    onAppInstall: async function(args) { ${install} },
    onAppUninstall: async function(args) { ${uninstall} },
    onScheduledEvent: async function(args) { ${scheduled} }
  };`;
  return new Map([
    ['manifest.json', JSON.stringify(MANIFEST)],
    ['config/requests.json', JSON.stringify(REQUESTS)],
    ['server/server.js', server],
    ...Object.entries(files),
  ]);
};

const event = (handler: string) => ({ handler });

const MANIFEST = {
  'platform-version': '3.0',
  modules: {
    common: {
      requests: { sendEvents: {}, tryTwice: {}, leakKey: {} },
      events: {
        onAppInstall: event('onAppInstall'),
        onAppUninstall: event('onAppUninstall'),
        onScheduledEvent: event('onScheduledEvent'),
      },
    },
    chat_conversation: { events: { onConversationUpdate: event('onConversationUpdate') } },
  },
};

const POST = {
  method: 'POST',
  protocol: 'https',
  host: '<%= iparam.endpoint_host %>',
  path: '/v1/events',
  headers: { Authorization: 'Bearer <%= iparam.injixo_api_key %>', 'Content-Type': 'application/json' },
};

const REQUESTS = {
  sendEvents: { schema: POST, options: { maxAttempts: 1 } },
  tryTwice: { schema: POST, options: { maxAttempts: 2, retryDelay: 1_500 } },
  leakKey: { schema: { ...POST, path: '/<%= iparam.injixo_api_key %>' } },
};
