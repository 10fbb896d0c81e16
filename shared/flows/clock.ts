import type { Instant } from '../domain/event-time.ts';

/** The present, by our own clock. */
export type Clock = () => Instant;
