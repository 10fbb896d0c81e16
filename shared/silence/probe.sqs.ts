import { PROBE_INTEGRATION_ID } from '../core/integration-id.ts';
import type { SendToQueue } from '../intake/event-queue.port.ts';
import type { SendProbe } from './probe.port.ts';
import { toProbe } from './probe.ts';

/** On the same way as the chats of everybody. */
export const createSendProbe =
  (sendToQueue: SendToQueue): SendProbe =>
  async (sentAt) => {
    await sendToQueue({
      v: 2,
      kind: 'events',
      integrationId: PROBE_INTEGRATION_ID,
      source: { kind: 'probe' },
      receivedAt: sentAt,
      events: [toProbe(sentAt)],
    });
  };
