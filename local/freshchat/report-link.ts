/** Links to the files of reports, as to a store of files: signed, good for a while, on a host of its own. */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { answer, type Behaviour } from './behaviours.ts';
import { fromReportId, type Report } from './report-id.ts';

/** A host that nobody can own: only a stand-in resolves it. */
export const FILES_HOST = 'reports.freshchat-files.test';

/** Links point to the port that was called. */
export const filesOrigin = ({ socket }: IncomingMessage): string => `http://${FILES_HOST}:${socket.localPort}`;

type Link = { readonly domain: string; readonly id: string; readonly part: number; readonly expiresAt: number };

export const toLink = ({ origin, ...link }: Link & { readonly origin: string }): string =>
  `${origin}${pathOf(link)}?expires=${link.expiresAt}&signature=${signatureOf(link)}`;

const pathOf = ({ domain, id, part }: Link): string => `/${domain}/${id}/${part}.csv`;

const signatureOf = (link: Link): string =>
  createHash('sha256')
    .update(`${pathOf(link)} ${link.expiresAt}`)
    .digest('hex')
    .slice(0, 32);

/** Whose account's file a request to the host of the files wants. */
export const domainInLink = ({ url = '/' }: IncomingMessage): string => url.split('/')[1] ?? '';

const accessDenied = (message: string): Behaviour =>
  answer(403, `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`, {
    'content-type': 'application/xml',
  });

export const fromLink = (
  { url = '/', headers }: IncomingMessage,
  now: number,
): { readonly report: Report; readonly part: number } | { readonly refusal: Behaviour } => {
  // A store of files knows one way to sign in at a time.
  if (headers.authorization !== undefined) {
    return {
      refusal: answer(400, '<Error><Code>InvalidArgument</Code></Error>', { 'content-type': 'application/xml' }),
    };
  }
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const [, domain = '', id = '', file = ''] = pathname.split('/');
  const link = { domain, id, part: Number.parseInt(file, 10), expiresAt: Number(searchParams.get('expires')) };
  const report = fromReportId(id);
  if (!report || searchParams.get('signature') !== signatureOf(link)) return { refusal: accessDenied('Access Denied') };
  return link.expiresAt < now ? { refusal: accessDenied('Request has expired') } : { report, part: link.part };
};
