/** A pause mutes flags and notices; events are still accepted and counted, and nothing is lost. */

import type { Clock } from '../core/clock.ts';
import type { SilencePolicy } from '../silence/silence-policy.ts';
import { changeStored, findOwn, nextVersion, type Ref, type StorePorts } from './change-stored.ts';
import type { Integration } from './integration.ts';

export type PauseChange =
  | { readonly kind: 'changed'; readonly integration: Integration }
  | { readonly kind: 'not_found' | 'name_taken' };

export type PauseIntegration = (ref: Ref) => Promise<PauseChange>;

type Ports = StorePorts & { readonly clock: Clock };

export const createPauseIntegration = (ports: Ports): PauseIntegration =>
  createSwitch(ports, (before, now) => (before.pausedAt === undefined ? { ...before, pausedAt: now } : undefined));

/** Ends the pause by hand and the one that the silence policy may hold. */
export const createResumeIntegration = (ports: Ports): PauseIntegration =>
  createSwitch(ports, ({ pausedAt, silencePolicy, ...rest }) => {
    if (pausedAt === undefined && silencePolicy?.pausedUntil === undefined) return undefined;
    return { ...rest, ...(silencePolicy && { silencePolicy: withoutPause(silencePolicy) }) };
  });

const withoutPause = ({ pausedUntil: _, ...policy }: SilencePolicy): SilencePolicy => policy;

const createSwitch =
  (ports: Ports, apply: (before: Integration, now: number) => Integration | undefined): PauseIntegration =>
  (ref) =>
    changeStored<PauseChange>(
      ports,
      () => findOwn(ref, ports.findIntegration),
      async (before) => {
        const now = ports.clock();
        const applied = apply(before, now);
        if (!applied) return { answer: { kind: 'changed', integration: before } };
        const after = { ...applied, ...nextVersion(before) };
        return { change: { after, checkAt: now }, answer: { kind: 'changed', integration: after } };
      },
    );
