import { expect, it } from 'vitest';
import { toPipelineJson } from '../../../shared/operations/pipeline-json.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR = 3_600_000;

it('names the newest outages of ours first, and no more than twenty', () => {
  const ourOutages = Array.from({ length: 30 }, (_, n) => ({ from: n * HOUR, until: n * HOUR + 1 }));
  const answer = toPipelineJson({ lastRunAt: NOW, ourOutages }, NOW);
  expect(answer.state).toBe('on_time');
  expect(answer.ourOutages).toHaveLength(20);
  expect(answer.ourOutages[0]).toEqual({ from: '1970-01-02T05:00:00.000Z', to: '1970-01-02T05:00:00.001Z' });
});
