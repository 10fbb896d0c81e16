/** One picture: what a chat costs in write units and in SDK calls, design by design. */

import type { DesignResult, Results } from '../results.ts';

const ROW = 26;
const BAR = 14;
const LABELS = 330;
const PANEL = 230;
const GAP = 60;
const TOP = 62;
const BOTTOM = 34;

const OURS = '#1f6feb';
const EXACT = '#8c959f';
const INEXACT = '#cf222e';

type Panel = { readonly title: string; readonly of: (result: DesignResult) => number };

const PANELS: readonly Panel[] = [
  { title: 'write units per chat', of: (result) => result.writeUnitsPerChat },
  { title: 'SDK calls per chat', of: (result) => result.callsPerChat },
];

export const toChart = ({ designs }: Pick<Results, 'designs'>): string => {
  const width = LABELS + PANELS.length * (PANEL + GAP);
  const height = TOP + designs.length * ROW + BOTTOM;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Write units and SDK calls per chat, by design">
<rect width="100%" height="100%" fill="#ffffff"/>
${legend()}
${designs.map(label).join('\n')}
${PANELS.map((panel, index) => drawPanel(panel, designs, LABELS + index * (PANEL + GAP))).join('\n')}
</svg>
`;
};

const legend = (): string =>
  [
    { color: OURS, text: 'this project: exact' },
    { color: EXACT, text: 'exact' },
    { color: INEXACT, text: 'miscounts when calls fail' },
  ]
    .map(
      ({ color, text }, index) =>
        `<rect x="${12 + index * 170}" y="10" width="12" height="12" fill="${color}"/>` +
        `<text x="${30 + index * 170}" y="20" fill="#1f2328">${text}</text>`,
    )
    .join('\n');

const label = (result: DesignResult, row: number): string => {
  const batches =
    result.streamBatch === undefined ? `${result.sqsBatch}` : `${result.sqsBatch} / ${result.streamBatch}`;
  return `<text x="${LABELS - 10}" y="${middle(row)}" text-anchor="end" fill="#1f2328">${result.design}, ${batches}</text>`;
};

const middle = (row: number): number => TOP + row * ROW + ROW / 2 + 4;

const drawPanel = ({ title, of }: Panel, designs: readonly DesignResult[], x: number): string => {
  const longest = Math.max(...designs.map(of));
  const bars = designs.map((result, row) => {
    const length = Math.max(1, (of(result) / longest) * PANEL);
    const y = TOP + row * ROW + (ROW - BAR) / 2;
    return (
      `<rect x="${x}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" fill="${colorOf(result)}"/>` +
      `<text x="${(x + length + 5).toFixed(1)}" y="${middle(row)}" fill="#1f2328">${of(result).toFixed(2)}</text>`
    );
  });
  return [`<text x="${x}" y="${TOP - 12}" font-weight="600" fill="#1f2328">${title}</text>`, ...bars].join('\n');
};

const colorOf = ({ isOurs, miscountsPerMillionWithFaults: { absolute } }: DesignResult): string => {
  if (absolute > 0) return INEXACT;
  return isOurs ? OURS : EXACT;
};
