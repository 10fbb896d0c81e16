import type { Clock } from '../flows/clock.ts';

export const systemClock: Clock = () => Date.now();
