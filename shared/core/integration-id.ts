/**
 * `<accountId>.<id>`: the account stands in front, so that IAM conditions on leading keys can fence it.
 */

import { base62 } from './base62.ts';

/** Reserved for the monitor's own chats: no account of this name may own integrations. */
export const PROBE_INTEGRATION_ID = 'probe.pipeline';

export const INTEGRATION_ID_BYTES = 8;
const LOCAL_ID_LENGTH = 12;
const LOCAL_ID = /^[0-9A-Za-z_-]{1,64}$/;
/** No dot, which ends the account in an integration's id, and no `#`, which ends the kind in an item's key. */
const ACCOUNT_ID = /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/;

export const isAccountId = (text: string): boolean => ACCOUNT_ID.test(text) && text !== accountOf(PROBE_INTEGRATION_ID);

export const formatIntegrationId = (accountId: string, bytes: Uint8Array): string =>
  `${accountId}.${base62(bytes, LOCAL_ID_LENGTH)}`;

/** Whether this text is the id of an integration that this account could own. Whether there is one, the store knows. */
export const isOwnId = (accountId: string, integrationId: string): boolean =>
  integrationId.startsWith(`${accountId}.`) && LOCAL_ID.test(integrationId.slice(accountId.length + 1));

export const accountOf = (integrationId: string): string => integrationId.split('.', 1)[0] ?? '';
