import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * One tab stop for a whole table; arrows move inside. Cells that take the focus bear `data-at="row-column"`. The tab
 * stop is set on the elements themselves: to draw hundreds of cells anew for each arrow would be felt.
 */
export const useGridKeys = (
  start: string,
  pick: (row: number) => void,
): {
  readonly table: RefObject<HTMLTableElement>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
} => {
  const table = useRef<HTMLTableElement>(null);
  const cellAt = (at: string) => table.current?.querySelector<HTMLElement>(`[data-at="${at}"]`) ?? undefined;
  const stop = (cell: HTMLElement | undefined): void => {
    if (!cell) return;
    for (const other of table.current?.querySelectorAll('[data-at][tabindex="0"]') ?? [])
      other.setAttribute('tabindex', '-1');
    cell.setAttribute('tabindex', '0');
  };
  // Whatever was drawn, there is a way in.
  useEffect(() => {
    if (!table.current?.querySelector('[data-at][tabindex="0"]')) stop(cellAt(start) ?? cellAt('0-0'));
  });
  return {
    table,
    onFocusIn: ({ target }) => {
      const cell = cellOf(target);
      if (cell) stop(cell);
    },
    onKeyDown: (event) => {
      const cell = cellOf(event.target);
      const [row, column] = cell?.dataset['at']?.split('-').map(Number) ?? [];
      if (row === undefined || column === undefined) return;
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        pick(row);
        return;
      }
      const next = cellAt(nextOf(event, row, column, table.current?.tBodies[0]?.rows ?? []));
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
  };
};

const cellOf = (target: EventTarget | null): HTMLElement | undefined =>
  target instanceof HTMLElement ? (target.closest<HTMLElement>('[data-at]') ?? undefined) : undefined;

/** No such cell where the key is not one of ours, or leads out. */
const nextOf = (
  { key, ctrlKey }: KeyboardEvent,
  row: number,
  column: number,
  rows: ArrayLike<HTMLTableRowElement>,
): string => {
  const [lastRow, lastColumn] = [rows.length - 1, (rows[row]?.querySelectorAll('[data-at]').length ?? 1) - 1];
  switch (key) {
    case 'ArrowUp':
      return `${row - 1}-${column}`;
    case 'ArrowDown':
      return `${row + 1}-${column}`;
    case 'ArrowLeft':
      return `${row}-${column - 1}`;
    case 'ArrowRight':
      return `${row}-${column + 1}`;
    case 'Home':
      return `${ctrlKey ? 0 : row}-0`;
    case 'End':
      return `${ctrlKey ? lastRow : row}-${lastColumn}`;
    case 'PageUp':
      return `0-${column}`;
    case 'PageDown':
      return `${lastRow}-${column}`;
    default:
      return '';
  }
};
