import type { MappingFaultCode } from '../../settings/issues.ts';
import { mappingOf } from '../../settings/mapping-rules.ts';
import { readMapping } from '../../settings/mapping-schema.ts';
import { type Row, rulesIn } from './draft.ts';

/** Where in a row's editor a fault belongs. */
export type Part = 'source' | 'attribute' | 'value' | 'separator' | 'country' | 'default';

export interface RowFault {
  part: Part;
  code: MappingFaultCode | 'no_field' | 'field_twice' | 'no_attribute' | 'bad_country' | 'other';
  names: Record<string, string>;
  /** The server's own sentence, for what has no code. */
  message: string;
}

const PARTS: readonly string[] = ['value', 'separator', 'country', 'default'] satisfies Part[];

/**
 * The faults of each row by its key, found by the judge that the server asks (settings/mapping-schema.ts), and what
 * only a table can have: a row that was begun, a field that stands twice.
 */
export function faultsOf(rows: readonly Row[]): Map<string, RowFault[]> {
  const faults = new Map<string, RowFault[]>();
  const tell = (row: Row, fault: Partial<RowFault> & Pick<RowFault, 'part' | 'code'>) =>
    faults.set(row.key, [...(faults.get(row.key) ?? []), { names: {}, message: '', ...fault }]);
  const bySource = new Map<string, Row>();
  for (const row of rows) {
    if (row.source === '') tell(row, { part: 'source', code: 'no_field' });
    else if (bySource.has(row.source)) tell(row, { part: 'source', code: 'field_twice' });
    else bySource.set(row.source, row);
    if (row.attribute === '') tell(row, { part: 'attribute', code: 'no_attribute' });
  }
  for (const { path, code, names = {}, message } of readMapping(mappingOf(rulesIn(rows))).issues) {
    const row = bySource.get(String(path[0] ?? ''));
    // Without any rule there is no row to tell it to: the table says that itself.
    if (!row) continue;
    const named = String(path[1] ?? '');
    const part = PARTS.includes(named) ? (named as Part) : code === 'unknown_field' ? 'source' : 'attribute';
    tell(row, { part, code: code ?? (part === 'country' ? 'bad_country' : 'other'), names, message });
  }
  return faults;
}
