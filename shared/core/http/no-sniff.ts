/** A browser takes the answer for what its type says, and guesses nothing from its content. */
export const NO_SNIFF = { 'x-content-type-options': 'nosniff' } as const;
