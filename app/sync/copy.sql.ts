import type pg from 'pg';

type Value = string | number | boolean | null | Date | readonly string[];

/**
 * Rows into a table through PostgreSQL's COPY: several times as fast as an insert of arrays, for what comes in
 * thousands. Needs a connection of its own (a client); takes part in its transaction. A row that is there already fails
 * the whole.
 */
export async function copyRows(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const copy = new CopyIn(`copy ${table} (${columns.join(', ')}) from stdin`, rows);
  await client.query(copy as unknown as pg.Submittable);
  await copy.done;
}

interface Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const CHUNK = 1 << 18;

/** What pg calls back while a COPY runs (pg/lib/client.js: a Submittable). */
class CopyIn {
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #rows: readonly (readonly Value[])[];
  #resolve!: () => void;
  #reject!: (error: Error) => void;
  #error: Error | null = null;

  constructor(text: string, rows: readonly (readonly Value[])[]) {
    this.#text = text;
    this.#rows = rows;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever waits is told; a connection that breaks before that is no unhandled rejection.
    this.done.catch(() => {});
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: Connection): void {
    let text = '';
    for (const row of this.#rows) {
      text += lineOf(row);
      if (text.length < CHUNK) continue;
      connection.sendCopyFromChunk(Buffer.from(text, 'utf8'));
      text = '';
    }
    if (text !== '') connection.sendCopyFromChunk(Buffer.from(text, 'utf8'));
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    if (this.#error) this.#reject(this.#error);
    else this.#resolve();
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.#reject(error);
  }
}

function lineOf(row: readonly Value[]): string {
  let line = '';
  for (let i = 0; i < row.length; i += 1) {
    if (i > 0) line += '\t';
    line += field(row[i] as Value);
  }
  return `${line}\n`;
}

function field(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value))
    return escaped(`{${value.map((each) => `"${each.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
  return String(value);
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (each) => ESCAPES[each] as string) : text;
}
