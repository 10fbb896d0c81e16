/** The file behind a link. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { zipSync } from 'fflate';
import { BEHAVIOURS, type Behaviour } from './behaviours.ts';
import type { Report } from './report-id.ts';
import type { ReportSwitches } from './report-switches.ts';
import { rowsOf, toReportText } from './report-text.ts';
import type { Resolution } from './reported-chat.ts';

export type Reported = { readonly chats: Iterable<Resolution>; readonly switches: ReportSwitches };

export const sendReport = (
  response: ServerResponse,
  request: IncomingMessage,
  { chats, switches }: Reported,
  { report, part }: { readonly report: Report; readonly part: number },
): void => {
  if (switches.instead) {
    INSTEAD[switches.instead](response, request);
    return;
  }
  const bytes = fileOf(chats, report, part, switches);
  const sent = bytes.subarray(0, Math.floor(bytes.length * switches.bytesShare));
  response.writeHead(200, { 'content-type': 'binary/octet-stream', 'content-length': String(bytes.length) });
  if (sent.length === bytes.length) response.end(sent);
  else response.write(sent, () => response.destroy());
};

const INSTEAD = {
  web_page: BEHAVIOURS.html,
  redirect: BEHAVIOURS.redirecting('http://169.254.169.254/latest/meta-data/'),
  nothing: BEHAVIOURS.hanging,
} satisfies Readonly<Record<NonNullable<ReportSwitches['instead']>, Behaviour>>;

const fileOf = (
  chats: Iterable<Resolution>,
  { event, start, end, askedAt, isWithoutPersons }: Report,
  part: number,
  switches: ReportSwitches,
): Uint8Array => {
  const rows = rowsOf(event, chats, { start, end: Math.min(end, askedAt - switches.lagMs) }, switches);
  const size = Math.ceil(rows.length / switches.links);
  const csv = toReportText(event, rows.slice(part * size, (part + 1) * size), switches, isWithoutPersons);
  const bytes = new TextEncoder().encode(csv);
  return switches.packing === 'zip' ? zipSync({ [`${event}.csv`]: bytes }) : bytes;
};
