import type { Instant } from '../core/instant.ts';

export type SendProbe = (sentAt: Instant) => Promise<void>;
/** When the newest probe was sent that is in the counts. */
export type FindNewestProbe = () => Promise<Instant | undefined>;
