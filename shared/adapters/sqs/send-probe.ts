import { PROBE_INTEGRATION_ID, PROBE_KEY_ID, toProbe } from '../../domain/probe.ts';
import type { SendToQueue } from '../../flows/receive-events.ts';
import type { SendProbe } from '../../flows/watch/watch-ports.ts';

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
