import { setImmediate as breathe } from 'node:timers/promises';
import type { Account, Process } from './account.ts';
import type { Writing } from './contact-write.ts';
import { importRow, type Row, readCsv } from './import-rows.ts';
import { type Reply, refuse, reply } from './reply.ts';

type Body = Record<string, unknown>;

const MAX_BYTES = 10 * 1024 * 1024;
/** Rows between two breaths, so that other calls are answered meanwhile. */
const SLICE = 2_000;
const SOURCES = ['fileUrl', 'fileBody', 'jsonBody'] as const;

/** POST /contacts/import (facts section 5): answers at once, works later. */
export function startImport(
  writing: Writing,
  body: Body,
  bytes: number,
  later: (ms: number, run: (now: number) => void) => void,
): Reply {
  const { account, switches } = writing;
  if (bytes > MAX_BYTES) return refuse(400, 'invalid_parameter', 'The body is larger than 10 MB');
  const given = SOURCES.filter((name) => body[name] !== undefined);
  if (given.length !== 1)
    return refuse(400, 'missing_parameter', 'Please provide one of fileUrl, fileBody or jsonBody');
  if (Array.isArray(body.jsonBody) === (body.jsonBody === undefined))
    return refuse(400, 'invalid_parameter', 'jsonBody should be type array');
  const lists = destination(account, body, writing.now);
  if ('status' in lists) return lists;
  const busy = account.processes.some((p) => p.status === 'queued' || p.status === 'processing');
  const process: Process = { id: account.ids.process++, name: 'IMPORTUSER', status: 'queued', reports: {} };
  account.processes.push(process);
  const stuck = switches.importStuck || (busy && switches.parallelImportsStick);
  const answer = reply(202, { processId: process.id });
  if (stuck) return answer;
  const rows = readRows(account, body);
  const known = Array.isArray(rows) ? rows.length : 0;
  later(switches.importMs / 2, () => {
    if (process.status === 'queued') process.status = 'processing';
  });
  later(switches.importMs + known * switches.importMsPerRow, (now) => {
    void run({ ...writing, now }, body, rows, lists, process);
  });
  return answer;
}

async function run(
  writing: Writing,
  body: Body,
  source: Row[] | Promise<Row[]>,
  lists: number[],
  process: Process,
): Promise<void> {
  process.status = 'processing';
  try {
    if (writing.switches.importFails) throw new Error('As the switch says');
    const rows = Array.isArray(source) ? source : await source;
    for (let from = 0; from < rows.length; from += SLICE) {
      if (from > 0) await breathe();
      for (const row of rows.slice(from, from + SLICE)) importRow(writing, body, row, lists, process);
    }
    process.status = 'completed';
  } catch {
    process.status = 'failed';
  }
  if (typeof body.notifyUrl !== 'string') return;
  const said = JSON.stringify({ processId: process.id, status: process.status });
  const headers = { 'content-type': 'application/json' };
  await fetch(body.notifyUrl, { method: 'POST', headers, body: said }).catch(() => {});
}

/** Where the contacts go: lists that exist, or a new one; without either Brevo refuses. */
function destination(account: Account, body: Body, now: number): number[] | Reply {
  const lists = Array.isArray(body.listIds) ? body.listIds.map(Number) : [];
  if (lists.some((id) => !account.lists.some((list) => list.id === id)))
    return refuse(400, 'invalid_parameter', 'List ids are invalid');
  if (lists.length > 0) return lists;
  const made = body.newList as { listName?: unknown; folderId?: unknown } | null | undefined;
  if (!made) return refuse(400, 'missing_parameter', 'Either listIds or newList is required');
  if (typeof made.listName !== 'string' || made.listName === '')
    return refuse(400, 'missing_parameter', 'List name is missing');
  const folderId = Number(made.folderId);
  if (!account.folders.some((folder) => folder.id === folderId))
    return refuse(400, 'invalid_parameter', 'Folder ID does not exist');
  const list = { id: account.ids.list++, name: made.listName, folderId, createdAt: now };
  account.lists.push(list);
  return [list.id];
}

function readRows(account: Account, body: Body): Row[] | Promise<Row[]> {
  if (Array.isArray(body.jsonBody)) return body.jsonBody;
  if (typeof body.fileBody === 'string') return readCsv(account, body.fileBody);
  const rows = download(account, String(body.fileUrl));
  // Looked at when the job runs; until then a failure is nobody's.
  rows.catch(() => {});
  return rows;
}

async function download(account: Account, url: string): Promise<Row[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const text = await response.text();
  return text.trimStart().startsWith('[') ? (JSON.parse(text) as Row[]) : readCsv(account, text);
}
