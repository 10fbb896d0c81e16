import type { CaughtUpSigns } from './caught-up.ts';

/** How old the oldest of what waits is: messages for the recorder, ledger changes for the tally. */
export type MeasureAges = () => Promise<Pick<CaughtUpSigns, 'iterator' | 'queue'>>;
