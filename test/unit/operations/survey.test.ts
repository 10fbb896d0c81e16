import { expect, it } from 'vitest';
import { createListIncidentsOfAll } from '../../../shared/operations/list-incidents-of-all.ts';
import type { OperationsStore } from '../../../shared/operations/survey.port.ts';
import type { Surveyed } from '../../../shared/operations/survey.ts';
import { createSurveyIntegrations, createTakeSnapshot } from '../../../shared/operations/survey-integrations.ts';
import type { Evidence } from '../../../shared/silence/evidence.ts';
import { DEFAULT_SILENCE_POLICY } from '../../../shared/silence/silence-policy.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 60 * 60_000;

const integration = (integrationId: string, evidence: Evidence, more: Partial<Surveyed> = {}): Surveyed => ({
  integrationId,
  name: integrationId,
  evidence: { createdAt: 0, ...evidence },
  policy: DEFAULT_SILENCE_POLICY,
  ...more,
});

const well = (id: string) => integration(id, { chatEventAt: NOW - HOUR, acceptedAt: NOW - HOUR });
const silentSince = (id: string, lastSeenAt: number) =>
  integration(id, { chatEventAt: lastSeenAt, acceptedAt: lastSeenAt, heartbeatAt: lastSeenAt });

const PAUSED = { ...DEFAULT_SILENCE_POLICY, pausedUntil: Number.POSITIVE_INFINITY };

type Row = { readonly of: Surveyed; readonly checkAt?: number; readonly isErasing?: boolean };

const setUp = (rows: readonly Row[], clock = () => NOW) => {
  const asked: string[][] = [];
  let looks = 0;
  const store: OperationsStore = {
    findPipelineMemory: async () => ({ lastRunAt: NOW, ourOutages: [], probes: [] }),
    findNextLooks: async () => {
      looks += 1;
      return rows.flatMap(({ of, checkAt }) =>
        checkAt === undefined ? [] : [{ integrationId: of.integrationId, checkAt }],
      );
    },
    findListed: async () => rows.map(({ of }) => of.integrationId),
    findErasing: async () => rows.flatMap(({ of, isErasing }) => (isErasing ? [of.integrationId] : [])),
    readSurveyed: async (ids) => {
      asked.push([...ids]);
      return rows.flatMap(({ of }) => (ids.includes(of.integrationId) ? [of] : []));
    },
    pageOfIncidents: async () => ({ items: [] }),
  };
  const takeSnapshot = createTakeSnapshot(store, clock);
  return {
    survey: createSurveyIntegrations(takeSnapshot, store),
    incidents: createListIncidentsOfAll(takeSnapshot, store),
    asked,
    looks: () => looks,
  };
};

const ROWS: readonly Row[] = [
  { of: well('a.later'), checkAt: NOW + 9 * HOUR },
  { of: integration('b.paused', {}, { pausedAt: NOW - HOUR, policy: PAUSED }) },
  { of: well('c.sooner'), checkAt: NOW + HOUR },
  { of: silentSince('d.newer', NOW - 30 * HOUR), checkAt: NOW },
  { of: integration('e.erasing', {}, { erasingSince: NOW - HOUR }), isErasing: true },
  { of: silentSince('f.older', NOW - 60 * HOUR), checkAt: NOW },
  {
    of: integration('g.refused', {
      chatEventAt: NOW - HOUR,
      refusedAt: NOW,
      refusedSince: NOW - 10 * 60_000,
      refusal: { reason: 'key_revoked', keyId: 'k' },
    }),
    checkAt: NOW,
  },
  { of: integration('h.no-chats', { chatEventAt: NOW - 30 * HOUR, heartbeatAt: NOW, acceptedAt: NOW }), checkAt: NOW },
  { of: well('i.due-and-well'), checkAt: NOW - 1 },
];

const idsOf = async (page: ReturnType<ReturnType<typeof createSurveyIntegrations>>) =>
  (await page).items.map(({ surveyed }) => surveyed.integrationId);

it('lists trouble first, the longest first, then the quiet by their deadline, the paused and the erasing', async () => {
  const { survey } = setUp(ROWS);
  expect(await idsOf(survey({ limit: 100 }))).toEqual([
    'f.older',
    'd.newer',
    'g.refused',
    'h.no-chats',
    'i.due-and-well',
    'c.sooner',
    'a.later',
    'b.paused',
    'e.erasing',
  ]);
  expect((await survey({ limit: 1 })).snapshot.counts).toEqual({
    total: 9,
    critical: 2,
    needs_you: 1,
    warning: 1,
    checking: 0,
    quiet: 3,
    paused: 1,
    erasing: 1,
  });
});

it('lists each once, page by page', async () => {
  const { survey } = setUp(ROWS);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await survey({ limit: 2, ...(after !== undefined && { after }) });
    seen.push(...page.items.map(({ surveyed }) => surveyed.integrationId));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual(await idsOf(survey({ limit: 100 })));
});

it.each([
  ['critical', ['f.older', 'd.newer']],
  ['paused', ['b.paused']],
  ['checking', []],
] as const)('lists only what is %s when asked', async (state, ids) => {
  expect(await idsOf(setUp(ROWS).survey({ limit: 100, state }))).toEqual(ids);
});

it('never calls what has a cause well, whatever its status says', async () => {
  const { survey } = setUp(ROWS);
  const { items } = await survey({ limit: 100 });
  const withCause = items.filter(({ judged, surveyed }) => 'cause' in judged.status && !surveyed.erasingSince);
  expect(withCause).toHaveLength(4);
  expect(withCause.map(({ judged }) => judged.urgency)).not.toContain('operational');
});

it('reads of 10,000 no more than who is due and who is on the page', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    of: well(`z.${String(index).padStart(5, '0')}`),
    checkAt: NOW + HOUR + index,
  }));
  const { survey, asked } = setUp([...ROWS, ...many]);
  const page = await survey({ limit: 50 });
  expect(page.items).toHaveLength(50);
  expect(asked.map((ids) => ids.length)).toEqual([5, 45]);
});

it('shares what it read for a quarter of a minute, and keeps no failure', async () => {
  let now = NOW;
  const { survey, looks } = setUp(ROWS, () => now);
  await Promise.all([survey({ limit: 1 }), survey({ limit: 2 })]);
  now += 14_999;
  await survey({ limit: 3 });
  expect(looks()).toBe(1);
  now += 1;
  await survey({ limit: 1 });
  expect(looks()).toBe(2);

  let isBroken = true;
  const store: OperationsStore = {
    findPipelineMemory: async () => ({ ourOutages: [], probes: [] }),
    findNextLooks: async () => {
      if (isBroken) throw new Error('throttled');
      return [];
    },
    findListed: async () => [],
    findErasing: async () => [],
    readSurveyed: async () => [],
    pageOfIncidents: async () => ({ items: [] }),
  };
  const takeSnapshot = createTakeSnapshot(store, () => NOW);
  await expect(takeSnapshot()).rejects.toThrow('throttled');
  isBroken = false;
  expect((await takeSnapshot()).places).toEqual([]);
});

it('lists the open incidents of all accounts, the newest first, page by page', async () => {
  const incident = { silentFrom: 0, cause: 'app_silent', severity: 'critical', keyNotices: {} } as const;
  const rows = [1, 3, 2].map((hours) => ({
    of: { ...silentSince(`x.${hours}`, NOW - 60 * HOUR), incident: { ...incident, openedAt: NOW - hours * HOUR } },
    checkAt: NOW,
  }));
  const closed = { ...silentSince('x.closed', 0), incident: { ...incident, openedAt: 1, closedAt: 2 } };
  const { incidents } = setUp([...rows, { of: closed, checkAt: NOW }]);
  const first = await incidents({ limit: 2, state: 'open' });
  expect(first.items.map(({ integrationId }) => integrationId)).toEqual(['x.1', 'x.2']);
  const second = await incidents({ limit: 2, state: 'open', ...(first.next !== undefined && { after: first.next }) });
  expect(second.items.map(({ integrationId }) => integrationId)).toEqual(['x.3']);
  expect(second.next).toBeUndefined();
});
