import { cachedAnswer } from '../../shared/core/http/cached-answer.ts';
import { type Call, createEndpoint } from '../../shared/core/http/endpoint.ts';
import { type Answer, problem, refusal } from '../../shared/core/http/http-answer.ts';
import { createHttpHandler } from '../../shared/core/http/http-handler.ts';
import { toRfc3339 } from '../../shared/core/instant.ts';
import { isOwnId } from '../../shared/core/integration-id.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { toContactsCsv } from '../../shared/reading/contacts-csv.ts';
import { COUNTS_OPERATIONS } from '../../shared/reading/counts-operations.ts';
import { fitsInCsv, fitsInJson } from '../../shared/reading/page-limits.ts';
import type { ReadChanges } from '../../shared/reading/read-changes.ts';
import type { ContactCounts, ReadContactCounts, ReadOutcome } from '../../shared/reading/read-contact-counts.ts';
import type { ReadQueues } from '../../shared/reading/read-queues.ts';
import { toChangesJson, toContactCountsJson, toQueuesJson } from '../../shared/reading/reading-json.ts';

export type ReadCountsDeps = {
  readonly readContactCounts: ReadContactCounts;
  readonly readChanges: ReadChanges;
  readonly readQueues: ReadQueues;
  readonly log: Log;
};

export const createHandler = ({ readContactCounts, readChanges, readQueues, log }: ReadCountsDeps) => {
  const contactCounts = createEndpoint(COUNTS_OPERATIONS.readContactCounts, async (call) => {
    const { integrationId, query, headers } = call;
    const isCsv = wantsCsv(headers['accept']);
    return answerOwn(
      call,
      () => readContactCounts(integrationId, query, isCsv ? fitsInCsv : fitsInJson),
      (counts) => {
        const next = nextPath(call.path, counts);
        if (!isCsv) return { json: toContactCountsJson(integrationId, query, counts, next ?? null) };
        return { csv: toContactsCsv(counts.page, query.timeZone, counts.readAt), ...(next && { next }) };
      },
    );
  });

  const changes = createEndpoint(COUNTS_OPERATIONS.readChanges, async (call) =>
    answerOwn(
      call,
      () => readChanges(call.integrationId, call.query.cursor),
      (read) => ({
        json: toChangesJson(call.integrationId, read),
      }),
    ),
  );

  const queues = createEndpoint(COUNTS_OPERATIONS.readQueues, async (call) =>
    answerOwn(
      call,
      () => readQueues(call.integrationId, call.query),
      (read) => ({
        json: toQueuesJson(call.integrationId, call.query, read),
      }),
    ),
  );

  return createHttpHandler({ endpoints: [contactCounts, changes, queues], log });
};

type Body = { readonly json: unknown } | { readonly csv: string; readonly next?: string };

/** Foreign ids answer like unknown ones. */
const answerOwn = async <T>(
  { accountId, integrationId, headers }: Call<unknown, unknown>,
  read: () => Promise<ReadOutcome<T>>,
  toBody: (answer: T) => Body,
): Promise<Answer> => {
  if (!isOwnId(accountId, integrationId)) return refusal('not_found');
  const outcome = await read();
  if (outcome.kind === 'not_found') return refusal('not_found');
  if (outcome.kind === 'refused') return problem(400, outcome.problem);
  const body = toBody(outcome.answer);
  if ('json' in body) return cachedAnswer(headers, JSON.stringify(body.json), 'application/json');
  const link = body.next === undefined ? {} : { link: `<${body.next}>; rel="next"` };
  return cachedAnswer(headers, body.csv, 'text/csv; charset=utf-8; header=present', link);
};

const wantsCsv = (accept = ''): boolean => /(?:^|,)\s*text\/csv\s*(?:;|,|$)/i.test(accept);

/** The same question, from where this page ended. */
const nextPath = (path: string, { next }: ContactCounts): string | undefined => {
  if (next === undefined) return undefined;
  const url = new URL(path, 'http://here');
  url.searchParams.set('from', toRfc3339(next));
  return `${url.pathname}${url.search}`;
};
