/** The mistake that the console must never make, made on purpose: what is unknown is drawn as a zero. */

import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const RIGHT = "return 'unknown';";

export const unknownAsZero: Plugin = {
  name: 'unknown-as-zero',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/contacts\/hour-state\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(RIGHT))
        throw new Error('The rule of unknown hours has moved: this mistake must move along.');
      return { contents: source.replace(RIGHT, "return 'zero';"), loader: 'ts' };
    });
  },
};
