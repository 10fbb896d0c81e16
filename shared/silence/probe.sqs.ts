import { PROBE_INTEGRATION_ID } from '../core/integration-id.ts';
import type { SendToQueue } from '../intake/event-queue.port.ts';
import type { SendProbe } from './probe.port.ts';
import { PROBE_KEY_ID, toProbe } from './probe.ts';

/** As the door sends a chat of anybody's. */
export const createSendProbe =
  (sendToQueue: SendToQueue): SendProbe =>
  async (sentAt) => {
    await sendToQueue({
      v: 1,
      kind: 'events',
      integrationId: PROBE_INTEGRATION_ID,
      keyId: PROBE_KEY_ID,
      receivedAt: sentAt,
      events: [toProbe(sentAt)],
    });
  };
