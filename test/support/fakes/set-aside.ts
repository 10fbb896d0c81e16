/** The repair queue in memory. */

import type { SetAside } from '../../../shared/counting/set-aside.port.ts';
import { createOutage, type Outage } from './outage.ts';

type Repair = Parameters<SetAside>[0];

export const createFakeSetAside = (): {
  readonly setAside: SetAside;
  readonly repairs: readonly Repair[];
  readonly outage: Outage;
} => {
  const repairs: Repair[] = [];
  const outage = createOutage();
  return {
    repairs,
    outage,
    setAside: (record) =>
      outage.during(() => {
        repairs.push(record);
      }),
  };
};
