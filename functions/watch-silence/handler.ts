import type { Log } from '../../shared/core/lambda/log.ts';
import { METRICS } from '../../shared/names.ts';
import type { WatchSilence } from '../../shared/silence/watch-silence.ts';

type Deps = { readonly watchSilence: WatchSilence; readonly log: Log };

/** Invoked by a schedule; what it says is of no interest. A run that throws leaves no heartbeat behind. */
export const createHandler =
  ({ watchSilence, log }: Deps) =>
  async (_event: unknown): Promise<void> => {
    const report = await watchSilence();
    switch (report.kind) {
      case 'overtaken':
        log.outcome('overtaken', {}, { [METRICS.monitorHeartbeat]: 1 });
        return;
      case 'watched': {
        const { due, holesStored, incidentsWritten, noticesTold } = report;
        log.outcome(
          'watched',
          { due, holesStored, incidentsWritten, noticesTold },
          {
            [METRICS.monitorHeartbeat]: 1,
            [METRICS.monitorFailures]: report.failures,
            [METRICS.silentIntegrationsCritical]: report.silentCritical,
            [METRICS.silentIntegrationsWarning]: report.silentWarning,
            [METRICS.integrationsLosingEvents]: report.losingEvents,
            [METRICS.manySilentTogether]: report.areManySilent ? 1 : 0,
            [METRICS.pipelineStalled]: report.isStalled ? 1 : 0,
            [METRICS.probeAgeSeconds]: Math.round(report.probeAgeMs / 1_000),
          },
        );
      }
    }
  };
