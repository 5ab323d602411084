import { useEffect, useMemo, useState } from 'react';
import type { Row } from './draft.ts';
import type { RowFault } from './faults.ts';

type Judge = typeof import('./faults.ts').faultsOf;

const NONE: Map<string, RowFault[]> = new Map();

/**
 * The faults of the rows. The judge is large, and what is stored was judged when it was saved: it is loaded once
 * somebody edits. What is saved before it is there, the server judges.
 */
export function useFaults(rows: readonly Row[], editing: boolean): Map<string, RowFault[]> {
  const [judge, setJudge] = useState<Judge>();
  useEffect(() => {
    if (!editing || judge) return;
    let left = false;
    void import('./faults.ts').then(({ faultsOf }) => {
      if (!left) setJudge(() => faultsOf);
    });
    return () => {
      left = true;
    };
  }, [editing, judge]);
  return useMemo(() => judge?.(rows) ?? NONE, [judge, rows]);
}
