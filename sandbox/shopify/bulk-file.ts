import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

/**
 * The result of a bulk operation: a file that stays as it was written, so that a reader may go on at a byte where it
 * broke off. It has no name: whatever ends this process, nothing is left behind.
 */
export class BulkFile {
  readonly #handle: FileHandle;
  size = 0;
  lines = 0;
  #text = '';

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async make(): Promise<BulkFile> {
    const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-bulk-'));
    const handle = await open(path.join(folder, 'result.jsonl'), 'w+');
    // Where an open file cannot be removed it stays until the machine tidies up.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    return new BulkFile(handle);
  }

  add(value: unknown): void {
    this.#text += `${JSON.stringify(value)}\n`;
    this.lines += 1;
  }

  /** Writes what was added. */
  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    await this.#handle.write(bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
  }

  /** From a byte on; several may read at once. */
  read(start: number, end = this.size - 1): Readable {
    return this.#handle.createReadStream({ start, end, autoClose: false });
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

/**
 * A root object and what is nested in it, as lines: the nodes of its connections follow it as lines of their own and
 * name it in `__parentId`.
 */
export function addWithNested(file: BulkFile, node: Record<string, unknown>, parentId?: unknown): void {
  const own: Record<string, unknown> = {};
  const nested: Record<string, unknown>[] = [];
  for (const [key, value] of Object.entries(node)) {
    const found = nodesOf(value);
    if (found) nested.push(...found);
    else own[key] = value;
  }
  file.add(parentId === undefined ? own : { ...own, __parentId: parentId });
  for (const each of nested) addWithNested(file, each, node.id);
}

/** The nodes of an answered connection; undefined: it is none. */
function nodesOf(value: unknown): Record<string, unknown>[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { edges, nodes } = value as { edges?: unknown; nodes?: unknown };
  const found = Array.isArray(edges) ? edges.map((edge) => (edge as { node?: unknown }).node) : nodes;
  return Array.isArray(found) ? found.filter((each) => each !== null && typeof each === 'object') : undefined;
}
