import { DragHandleIcon } from '@shopify/polaris-icons';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowView } from './rule-row.tsx';

interface DragHandleProps {
  name: string;
  view: RowView;
  onMove(to: number): void;
  /** The row that is being dragged; null: none. */
  onDrag(key: string | null): void;
}

/** Moves a row: dragged by a mouse or a finger, or by the arrow keys while it has the focus. */
export function DragHandle({ name, view, onMove, onDrag }: DragHandleProps) {
  const { t } = useTranslation();
  const { row, position, total } = view;
  const byKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const to = position + by;
    if (by === 0) return;
    event.preventDefault();
    if (to >= 0 && to < total) onMove(to);
  };
  const start = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onDrag(row.key);
  };
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const to = positionAt(event.currentTarget, event.clientY);
    if (to !== null && to !== position) onMove(to);
  };
  return (
    <button
      type="button"
      className="mapping-handle"
      aria-label={t('mapping.move', { name, position: position + 1, total })}
      aria-describedby="mapping-move-hint"
      onKeyDown={byKey}
      onPointerDown={start}
      onPointerMove={drag}
      onPointerUp={() => onDrag(null)}
      onPointerCancel={() => onDrag(null)}
    >
      <DragHandleIcon aria-hidden="true" />
    </button>
  );
}

/** The place of the row that the pointer is over; null between the rows. */
function positionAt(handle: HTMLElement, y: number): number | null {
  const rows = handle.closest('tbody')?.querySelectorAll<HTMLElement>('[data-row]') ?? [];
  const at = [...rows].findIndex((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    // Its middle: a low row that changes places with a high one would else jump to and fro.
    const quarter = (bottom - top) / 4;
    return y >= top + quarter && y <= bottom - quarter;
  });
  return at === -1 ? null : at;
}
