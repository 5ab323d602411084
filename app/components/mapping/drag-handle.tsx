import { DragHandleIcon } from '@shopify/polaris-icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
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
  const handle = useRef<HTMLButtonElement>(null);
  const [dragging, setDragging] = useState(false);
  const latest = useRef({ position, onMove });
  latest.current = { position, onMove };
  // On the window: a row that is moved in the page loses the pointer that it had captured.
  useEffect(() => {
    if (!dragging) return;
    const drag = (event: globalThis.PointerEvent) => {
      const to = handle.current && positionAt(handle.current, event.clientY);
      if (to !== null && to !== latest.current.position) latest.current.onMove(to);
    };
    const stop = () => setDragging(false);
    window.addEventListener('pointermove', drag);
    window.addEventListener('pointerup', stop);
    window.addEventListener('pointercancel', stop);
    return () => {
      window.removeEventListener('pointermove', drag);
      window.removeEventListener('pointerup', stop);
      window.removeEventListener('pointercancel', stop);
    };
  }, [dragging]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it begins and when it ends
  useEffect(() => {
    if (!dragging) return;
    onDrag(row.key);
    return () => onDrag(null);
  }, [dragging]);
  return (
    <button
      ref={handle}
      type="button"
      className="mapping-handle"
      aria-label={t('mapping.move', { name, position: position + 1, total })}
      aria-describedby="mapping-move-hint"
      onKeyDown={byKey}
      onPointerDown={(event) => setDragging(event.button === 0)}
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
