/**
 * What goes out to people, version 1: a subject and a message to read, and the same facts for machines. The `id` is
 * the same when a notice is sent again; subscribers drop what they know.
 */

import { toRfc3339 } from '../core/instant.ts';
import { type Incident, type Notice, outageOf } from './incident.ts';
import type { Severity } from './integration-status.ts';
import type { ManySilent } from './platform-trouble.ts';
import type { NoticeText } from './status-text.ts';

export type NoticeMessage = {
  readonly v: 1;
  readonly id: string;
  readonly kind: Notice | 'platform_opened' | 'platform_escalated' | 'platform_closed';
  readonly severity: Severity;
  /** Absent when the notice is about ourselves. */
  readonly integrationId?: string;
  readonly cause?: Incident['cause'];
  readonly subject: string;
  readonly message: string;
  /** What subject and message say, as a key and its facts: for subscribers with words of their own. */
  readonly reason: NoticeText['reason'];
  /** The time range in which counts may be missing; `until` is absent while it goes on. */
  readonly from: string;
  readonly until?: string;
};

export const toNoticeMessage = (
  kind: Notice,
  integrationId: string,
  incident: Incident,
  text: NoticeText,
): NoticeMessage => {
  const { openedAt, reopenedAt, closedAt, cause, severity } = incident;
  const { from, until } = outageOf(incident, openedAt);
  return {
    v: 1,
    id: [integrationId, toRfc3339(openedAt), toRfc3339(reopenedAt ?? openedAt), kind, cause].join('/'),
    kind,
    severity,
    integrationId,
    cause,
    ...text,
    from: toRfc3339(from),
    ...(closedAt !== undefined && { until: toRfc3339(until) }),
  };
};

export const toPlatformNotice = (
  { startedAt, endedAt, escalatedAt, refusal }: ManySilent,
  text: NoticeText,
): NoticeMessage => {
  const going = escalatedAt === undefined ? 'platform_opened' : 'platform_escalated';
  const kind = endedAt === undefined ? going : 'platform_closed';
  return {
    v: 1,
    id: ['platform', toRfc3339(startedAt), ...(refusal ? [refusal] : []), kind].join('/'),
    kind,
    severity: 'critical',
    ...text,
    from: toRfc3339(startedAt),
    ...(endedAt !== undefined && { until: toRfc3339(endedAt) }),
  };
};
