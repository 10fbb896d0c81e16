/**
 * The raw reports of one account: asked for, waited for, and downloaded from another host, whose links are good without
 * a token and for a while only.
 *
 *   POST /v2/reports/raw ─▶ id ─▶ GET /v2/reports/raw/{id} … PENDING … COMPLETED, links ─▶ GET http://<files>/…?signature
 */

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { answer, BEHAVIOURS, type Behaviour } from './behaviours.ts';
import { type Reported, sendReport } from './report-download.ts';
import { fromReportId, toReportId } from './report-id.ts';
import { filesOrigin, fromLink, toLink } from './report-link.ts';
import { parseAsked } from './report-request.ts';
import type { ReportSwitches } from './report-switches.ts';
import { toTimestamp } from './report-text.ts';

export const REPORTS_PATH = '/v2/reports/raw';

export type RawReports = {
  /** The calls that begin with {@link REPORTS_PATH}, with a token that the account knows. */
  readonly call: Behaviour;
  readonly download: Behaviour;
};

type Deps = {
  readonly domain: string;
  /** Asked anew at each call, so that chats may be added and switches turned meanwhile. */
  readonly reported: () => Reported;
  readonly now: () => number;
};

export const createRawReports = ({ domain, reported, now }: Deps): RawReports => {
  const polls = new Map<string, number>();
  let calls = 0;
  let posts = 0;
  let postedAt = Number.NEGATIVE_INFINITY;

  const post = (body: string): Behaviour => {
    const { switches } = reported();
    const waitMs = postedAt + switches.postsEveryMs - now();
    if (waitMs > 0) return tooManyRequests(Math.ceil(waitMs / 1_000), switches, now());
    const asked = parseAsked(body, now());
    if (typeof asked === 'string') return refusal(400, 'BAD_REQUEST', asked);
    postedAt = now();
    posts += 1;
    const id = toReportId({ ...asked, askedAt: now(), isFailing: posts <= switches.failedReports });
    return answer(202, JSON.stringify({ id, link: { rel: 'extracts', href: `/reports/raw/${id}` } }));
  };

  const get = (id: string, origin: string): Behaviour => {
    const report = fromReportId(id);
    if (!report) return refusal(404, 'NOT_FOUND', 'report not found');
    const { switches } = reported();
    const interval = `${toTimestamp(report.start)} ${toTimestamp(report.end)}`;
    const poll = (polls.get(id) ?? 0) + 1;
    polls.set(id, poll);
    if (poll <= switches.pendingPolls) return answer(200, JSON.stringify({ id, interval, status: 'PENDING' }));
    if (report.isFailing) return answer(200, JSON.stringify({ id, interval, status: 'FAILED', links: [] }));
    const links = Array.from({ length: switches.links }, (_, part) => ({
      from: toTimestamp(report.start),
      to: toTimestamp(report.end),
      status: 'COMPLETED',
      link: { rel: 'extracts', href: toLink({ origin, domain, id, part, expiresAt: now() + switches.linkLivesMs }) },
    }));
    return answer(200, JSON.stringify({ id, interval, status: 'COMPLETED', links }));
  };

  const callWith = (request: IncomingMessage, body: string): Behaviour => {
    const { tokenDiesAfter = Number.POSITIVE_INFINITY, areReportsForbidden } = reported().switches;
    calls += 1;
    if (calls > tokenDiesAfter) return refusal(401, 'UNAUTHENTICATED', 'the token is not valid');
    if (areReportsForbidden) return refusal(403, 'FORBIDDEN', 'the role may not extract reports');
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
    if (request.method === 'POST' && pathname === REPORTS_PATH) return post(body);
    const id = pathname.slice(`${REPORTS_PATH}/`.length);
    return request.method === 'GET' && id !== '' ? get(id, filesOrigin(request)) : BEHAVIOURS.notFound;
  };

  return {
    call: (response, request) => {
      text(request)
        .then((body) => callWith(request, body)(response, request))
        .catch((error: unknown) => failing(error)(response, request));
    },
    download: (response, request) => {
      const link = fromLink(request, now());
      if ('refusal' in link) {
        link.refusal(response, request);
        return;
      }
      try {
        sendReport(response, request, reported(), link);
      } catch (error) {
        failing(error)(response, request);
      }
    },
  };
};

const refusal = (code: number, status: string, message: string): Behaviour =>
  answer(code, JSON.stringify({ code, status, message }));

const tooManyRequests = (seconds: number, { retryAfter }: ReportSwitches, now: number): Behaviour => {
  switch (retryAfter) {
    case 'seconds':
      return BEHAVIOURS.rateLimited(String(seconds));
    case 'date':
      return BEHAVIOURS.rateLimited(new Date(now + seconds * 1_000).toUTCString());
    case 'absent':
      return BEHAVIOURS.rateLimited();
  }
};

/** Somebody edited the files of the account: the sentence says what is wrong with them. */
const failing = (error: unknown): Behaviour =>
  refusal(500, 'INTERNAL_SERVER_ERROR', error instanceof Error ? error.message : 'unknown');
