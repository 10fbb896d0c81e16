/** docs/runbook.md as a page whose sections are anchors, so that the console's links lead to them on this machine. */

import { readFile } from 'node:fs/promises';
import { PAGE_CACHE_CONTROL, SITE_HEADERS } from '../../shared/site.ts';
import type { GatewayAnswer } from '../http-api/gateway-answer.ts';

const RUNBOOK = new URL('../../docs/runbook.md', import.meta.url);

export const answerRunbook = async (): Promise<GatewayAnswer> => ({
  status: 200,
  headers: { ...SITE_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': PAGE_CACHE_CONTROL },
  body: toPage(await readFile(RUNBOOK, 'utf8')),
});

const toPage = (markdown: string): string => {
  const [beginning = '', ...sections] = markdown.split(/^## /m);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Runbook</title><main><pre>${toText(beginning)}</pre>${sections.map(toSection).join('')}</main></html>`;
};

const toSection = (text: string): string => {
  const [title = '', ...lines] = text.split('\n');
  return `<h2 id="${toText(title)}">${toText(title)}</h2><pre>${toText(lines.join('\n'))}</pre>`;
};

const toText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
