import { describe, expect, it } from 'vitest';
import { createNamesOfGroups, joinGroups } from '../../../shared/reading/joined-groups.ts';

const names = createNamesOfGroups([
  { name: 'Sales', groupId: 'g-1' },
  { name: 'Sales EMEA', groupId: 'g-1' },
  { name: 'Support', groupId: 'g-2' },
  { name: 'Support', groupId: 'g-3' },
  { name: 'Helpdesk', groupId: 'g-3' },
]);

describe('the names of groups', () => {
  it('are joined by the id behind them, under the name that was counted last', () => {
    const series = [
      { queue: 'Sales', counted: [3, 2, 0] },
      { queue: 'Sales EMEA', counted: [0, 1, 4] },
      { queue: 'Undefined_Queue', counted: [1, 0, 0] },
    ];
    expect(joinGroups(series, names)).toEqual([
      { queue: 'Sales EMEA', counted: [3, 3, 4], names: ['Sales', 'Sales EMEA'] },
      { queue: 'Undefined_Queue', counted: [1, 0, 0], names: ['Undefined_Queue'] },
    ]);
  });

  it('are one name alone where the others have no counts', () => {
    expect(joinGroups([{ queue: 'Sales', counted: [1] }], names)).toEqual([
      { queue: 'Sales', counted: [1], names: ['Sales'] },
    ]);
  });

  it('are never joined by a name that two groups bear', () => {
    const series = [
      { queue: 'Helpdesk', counted: [1] },
      { queue: 'Support', counted: [2] },
    ];
    expect(joinGroups(series, names).map(({ queue }) => queue)).toEqual(['Helpdesk', 'Support']);
    expect(names.isAmbiguous('Support')).toBe(true);
    expect(names.groupIdsOf('Support')).toEqual(['g-2', 'g-3']);
    expect(names.otherNamesOf('Helpdesk')).toEqual([]);
  });

  it('tell the other names of a group', () => {
    expect(names.otherNamesOf('Sales')).toEqual(['Sales EMEA']);
    expect(names.otherNamesOf('Sales EMEA')).toEqual(['Sales']);
    expect(names.groupIdsOf('Nobody')).toEqual([]);
  });
});
