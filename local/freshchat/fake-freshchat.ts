/**
 * A stand-in for Freshchat on loopback, for local mode and tests: several accounts, told apart by the `Host` header as
 * the real one does, each with its token, groups and reports, and each able to misbehave.
 */

import { createServer } from 'node:http';
import { answer, BEHAVIOURS, type Behaviour } from './behaviours.ts';
import { createRawReports, type RawReports, REPORTS_PATH } from './raw-reports.ts';
import type { Reported } from './report-download.ts';
import { domainInLink, FILES_HOST } from './report-link.ts';
import { chooseSwitches } from './report-switches.ts';

export type FakeAccount = {
  /** The one that is good, or which ones are. */
  readonly token: string | ((token: string) => boolean);
  readonly groups?: readonly { readonly id: string; readonly name: string }[];
  /** Absent: an account whose token may not extract reports. */
  readonly reported?: () => Reported;
  /** Absent: a well-behaved account. */
  readonly behaviour?: Behaviour;
};

export type FakeFreshchat = {
  readonly origin: string;
  /** What was asked, without credentials: `acme.freshchat.com /v2/groups?page=1`. */
  readonly requests: readonly string[];
  readonly setAccount: (domain: string, account: FakeAccount) => void;
  readonly close: () => Promise<void>;
};

/** The real API caps the page size too. */
const MAX_ITEMS_PER_PAGE = 100;

type FakeFreshchatOptions = {
  readonly port?: number;
  readonly now?: () => number;
  /** The accounts that nobody named; there are none when absent. */
  readonly accountOf?: (domain: string) => FakeAccount;
};

export const startFakeFreshchat = async (
  accounts: Readonly<Record<string, FakeAccount>>,
  { port = 0, now = Date.now, accountOf }: FakeFreshchatOptions = {},
): Promise<FakeFreshchat> => {
  const named = new Map(Object.entries(accounts));
  const find = (domain: string): FakeAccount | undefined => named.get(domain) ?? accountOf?.(domain);
  const reports = new Map<string, RawReports>();
  /** One for all calls of an account: it knows when the last report was asked for. */
  const reportsOf = (domain: string): RawReports => {
    const known = reports.get(domain) ?? createRawReports({ domain, reported: () => reportedBy(find(domain)), now });
    reports.set(domain, known);
    return known;
  };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const host = request.headers.host?.split(':')[0] ?? '';
    requests.push(`${host} ${request.url}`);
    const account = find(host);
    if (host === FILES_HOST) reportsOf(domainInLink(request)).download(response, request);
    else if (!account) BEHAVIOURS.notFound(response, request);
    else (account.behaviour ?? behaveWell(account, reportsOf(host)))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    requests,
    setAccount: (domain, account) => void named.set(domain, account),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const reportedBy = (account: FakeAccount | undefined): Reported =>
  account?.reported?.() ?? { chats: [], switches: chooseSwitches({ areReportsForbidden: true }) };

const behaveWell =
  ({ token, groups = [] }: FakeAccount, reports: RawReports): Behaviour =>
  (response, request) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const sent = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const isGood = sent !== undefined && (typeof token === 'string' ? sent === token : token(sent));
    if (!isGood) answer(401, '{"code":401}')(response, request);
    else if (url.pathname === '/v2/accounts/configuration') answer(200, '{"app_id":"fake"}')(response, request);
    else if (url.pathname === '/v2/groups') answer(200, JSON.stringify(pageOf(groups, url)))(response, request);
    else if (url.pathname.startsWith(REPORTS_PATH)) reports.call(response, request);
    else BEHAVIOURS.notFound(response, request);
  };

const pageOf = <T>(groups: readonly T[], { searchParams }: URL) => {
  const page = Math.max(Number(searchParams.get('page') ?? 1), 1);
  const size = Math.min(Number(searchParams.get('items_per_page') ?? 10), MAX_ITEMS_PER_PAGE);
  const pagination = {
    total_items: groups.length,
    total_pages: Math.ceil(groups.length / size),
    current_page: page,
    items_per_page: size,
  };
  return { groups: groups.slice((page - 1) * size, page * size), pagination };
};
