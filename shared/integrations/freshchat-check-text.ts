/** What people read of a check of the Freshchat key. */

import type { FreshchatCheck } from './freshchat-check.ts';

type Text = { readonly message: string; readonly nextStep?: string };

const TEXTS = {
  ok: { message: 'Freshchat accepts the key.' },
  credentials_rejected: {
    message: 'Freshchat did not accept the key.',
    nextStep: 'Copy the API key from Freshchat (Admin > API Tokens) again. A new token there ends the old one.',
  },
  unreachable: {
    message: 'We could not reach Freshchat.',
    nextStep: 'Check the domain and try again in a few minutes.',
  },
  not_freshchat: {
    message: 'The server at this domain is not the Freshchat API.',
    nextStep: 'Enter the domain of the Freshchat account itself, such as acme.freshchat.com.',
  },
} as const satisfies Readonly<Record<FreshchatCheck['outcome'], Text>>;

export const toFreshchatCheckText = ({ outcome }: FreshchatCheck): Text => TEXTS[outcome];
