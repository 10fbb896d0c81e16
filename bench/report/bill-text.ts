/** The bill as docs/deploy.md shows it. */

import { type Bill, sumOf } from '../bill.ts';
import { PRICES } from '../prices.ts';
import { toMarkdownTable } from './table.ts';

export const toBillText = ({ fixed, chats, month }: Bill): string =>
  [
    `List prices of ${PRICES.region} in US dollars, ${PRICES.date}; other regions are up to a quarter dearer. Without the free tier.`,
    toMarkdownTable([
      ['a month, whatever comes', 'USD'],
      ...fixed.map(({ what, usd }) => [what, dollars(usd)]),
      ['**together**', `**${dollars(sumOf(fixed.map(({ usd }) => usd)))}**`],
      ['with `edge`: a web ACL and two rules more', dollars(PRICES.webAcl + 2 * PRICES.webAclRule)],
    ]),
    toMarkdownTable([
      ['a million chats, each sent by a request of its own, with repeats', 'one busy integration', 'many small ones'],
      ...chats.map(({ what, busy, small }) => [what, dollars(busy), dollars(small)]),
      together(chats.map(({ busy, small }) => [busy, small])),
    ]),
    toMarkdownTable([
      ['a month of 10,000 integrations', 'idle', 'busy'],
      ...month.map(({ what, idle, busy }) => [what, dollars(idle), dollars(busy)]),
      together(month.map(({ idle, busy }) => [idle, busy])),
    ]),
  ].join('\n\n');

const together = (rows: readonly (readonly [number, number])[]): readonly string[] => [
  '**together**',
  `**${dollars(sumOf(rows.map(([first]) => first)))}**`,
  `**${dollars(sumOf(rows.map(([, second]) => second)))}**`,
];

const dollars = (usd: number): string =>
  usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
