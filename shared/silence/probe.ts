/**
 * docs/architecture.md, Silence: the monitor's own chat, sent on every run through the same queue, ledger and stream as everybody's. What
 * the counts show of it is how far the pipeline has come.
 *
 * The source queue of a probe's chat is the instant of its sending: among the probes' own counts, whose keys begin with
 * the hour, the last one is of the newest probe that came through.
 */

import { type Instant, parseRfc3339, toRfc3339 } from '../core/instant.ts';
import type { TerminalEvent } from '../counting/terminal-event.ts';

export const toProbe = (sentAt: Instant): TerminalEvent => {
  const id = toRfc3339(sentAt);
  const chat = { id: `probe:${id}`, createdAt: sentAt, group: { name: id } };
  return { id: `${chat.id}:resolved`, type: 'chat.resolved', occurredAt: sentAt, chat };
};

/** When the probe was sent that is counted in this queue. */
export const sentAtOf = (queue: string): Instant | undefined => parseRfc3339(queue);

const MINUTE_MS = 60_000;
const STALLED_AFTER_MS = 15 * MINUTE_MS;

/** The first one says since when; a few more bridge the time in which it comes through and its followers do not. */
const MAX_REMEMBERED = 4;

/** The probes that have not come through, of those that were sent; the oldest first. */
export const missingProbes = (sent: readonly Instant[], newestArrived: Instant | undefined): readonly Instant[] =>
  newestArrived === undefined ? sent : sent.filter((sentAt) => sentAt > newestArrived);

export const withProbe = (missing: readonly Instant[], sentAt: Instant): readonly Instant[] =>
  [...missing, sentAt].slice(0, MAX_REMEMBERED);

/** Since when nothing comes through. That no probe was sent, because the monitor was dead, is no stall. */
export const stalledSince = ([oldest]: readonly Instant[], now: Instant): Instant | undefined =>
  oldest !== undefined && now - oldest > STALLED_AFTER_MS ? oldest : undefined;
