import type { Instant } from './instant.ts';

/** The present, by our own clock. */
export type Clock = () => Instant;
