/** Faults that change nothing that anybody can observe, each with the reason why no test can notice it. */

import type { Mutant } from './mutants.ts';

type Equivalent = Pick<Mutant, 'file' | 'original' | 'replacement'> & { readonly because: string };

const EQUIVALENTS: readonly Equivalent[] = [];

export const reasonIfEquivalent = ({ file, original, replacement }: Mutant): string | undefined =>
  EQUIVALENTS.find((known) => known.file === file && known.original === original && known.replacement === replacement)
    ?.because;
