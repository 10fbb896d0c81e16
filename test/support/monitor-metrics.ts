/** The monitor's metrics as CloudWatch reads them: from the log lines of the real handler, run on a scene. */

import * as z from 'zod';
import { createHandler } from '../../functions/watch-silence/handler.ts';
import { createLog } from '../../shared/core/lambda/log.ts';
import type { Datum } from './alarm-evaluator.ts';
import type { WatchScene } from './watch-scene.ts';

const emfSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
});

/** Every metric of one embedded-metric-format line. */
const dataOfLine = (line: string): readonly Datum[] => {
  const parsed = emfSchema.safeParse(JSON.parse(line));
  if (!parsed.success) return [];
  const { _aws, ...values } = parsed.data;
  return _aws.CloudWatchMetrics.flatMap(({ Metrics }) =>
    Metrics.map(({ Name }) => ({ at: _aws.Timestamp, metric: Name, value: Number(values[Name]) })),
  );
};

export const runAsFunction = (scene: WatchScene) => {
  const data: Datum[] = [];
  const log = createLog({
    functionName: 'watch-silence',
    write: (line) => data.push(...dataOfLine(line)),
    clock: scene.now,
  });
  const handler = createHandler({ watchSilence: scene.watch, log });
  return { data, run: () => handler({}) };
};
