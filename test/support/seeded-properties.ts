/**
 * Every property draws the same cases in every run, so that a red check is red again and a law's deliberately wrong
 * twin is always caught. FC_SEED=1234 draws others; a seed that fails becomes a named example.
 */

import fc from 'fast-check';

const DEFAULT_SEED = 20_261_122;

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? DEFAULT_SEED) });
