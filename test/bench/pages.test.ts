/** The pages show what was measured: nobody edits a figure by hand, and a changed price is written everywhere. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGES, withFigures } from '../../bench/report/page.ts';
import { asWhole } from '../../bench/results.ts';
import { readResults } from '../../bench/results-file.ts';

const results = asWhole(await readResults());

test.each(Object.entries(PAGES))(
  '%s holds the figures of bench/results.json at the prices of bench/prices.ts',
  (path, sections) => {
    const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(results && withFigures(page, sections, results)).toBe(page);
  },
);
