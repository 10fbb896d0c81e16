/** The command that shows one history again. */
export const replayCommand = (seed: number): string => `npm run simulate -- --seed ${seed}`;
