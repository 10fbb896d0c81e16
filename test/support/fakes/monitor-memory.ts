import type { MonitorMemory, MonitorState } from '../../../shared/silence/monitor-memory.port.ts';

export const createFakeMonitorMemory = (): MonitorMemory => {
  let stored: { state: MonitorState; version: number } = {
    state: { probes: [], ourOutages: [], isNoticePending: false },
    version: 0,
  };
  return {
    read: async () => stored,
    write: async (state, version) => {
      if (version !== stored.version) return 'overtaken';
      stored = { state, version: version + 1 };
      return 'written';
    },
  };
};
