import type { Account, Process } from './account.ts';
import { type Contact, type Identifier, isEmail, PHONES, readPhone } from './contact-store.ts';
import { updateContact, type Writing } from './contact-write.ts';
import { notFound, type Reply, refuse, reply } from './reply.ts';

type Body = Record<string, unknown>;
interface Row {
  email?: unknown;
  attributes?: Record<string, unknown>;
}

const MAX_BYTES = 10 * 1024 * 1024;
/** The surviving identifier, the first first (facts section 5). */
const PRIORITY: Identifier[] = ['ext_id', 'email', 'SMS', 'WHATSAPP', 'LANDLINE_NUMBER'];

/** POST /contacts/import: answers at once, works later. */
export function startImport(
  writing: Writing,
  body: Body,
  bytes: number,
  later: (ms: number, run: (now: number) => void) => void,
): Reply {
  const { account, switches } = writing;
  if (bytes > MAX_BYTES) return refuse(400, 'invalid_parameter', 'The body is larger than 10 MB');
  const rows = Array.isArray(body.jsonBody)
    ? (body.jsonBody as Row[])
    : typeof body.fileBody === 'string'
      ? readCsv(body.fileBody)
      : null;
  if (rows === null)
    return refuse(400, 'missing_parameter', 'Please provide one of fileUrl, fileBody or jsonBody');
  const lists = Array.isArray(body.listIds) ? body.listIds.map(Number) : [];
  if (lists.length === 0 && body.newList === undefined)
    return refuse(400, 'missing_parameter', 'Either listIds or newList is required');
  if (lists.some((id) => !account.lists.some((list) => list.id === id)))
    return refuse(400, 'invalid_parameter', 'List ids are invalid');
  const process: Process = { id: account.ids.process++, name: 'IMPORTUSER', status: 'queued', reports: {} };
  account.processes.push(process);
  if (!switches.importStuck) {
    later(switches.importMs / 2, () => {
      process.status = 'processing';
    });
    later(switches.importMs + rows.length * switches.importMsPerRow, (now) => {
      if (switches.importFails) process.status = 'failed';
      else {
        for (const row of rows) importRow({ ...writing, now }, body, row, lists, process);
        process.status = 'completed';
      }
      if (typeof body.notifyUrl === 'string')
        void fetch(body.notifyUrl, { method: 'POST', body: JSON.stringify({ processId: process.id }) }).catch(
          () => {},
        );
    });
  }
  return reply(202, { processId: process.id });
}

/** A row that links the identifiers of several contacts collapses them: the first by priority stays, the others go. */
function importRow(writing: Writing, body: Body, row: Row, lists: number[], process: Process): void {
  const { account, switches } = writing;
  const attributes = { ...(row.attributes ?? {}) };
  const email = row.email ?? attributes.EMAIL;
  if (email !== undefined && !isEmail(email)) {
    report(process, 'invalid_emails', String(email));
    return;
  }
  for (const name of PHONES) {
    if (attributes[name] === undefined || attributes[name] === '') continue;
    const digits = readPhone(attributes[name]);
    if (digits === null) delete attributes[name];
    else attributes[name] = digits;
  }
  const values: Partial<Record<Identifier, unknown>> = { email, ext_id: attributes.EXT_ID, ...attributes };
  const holders = PRIORITY.map((name) =>
    values[name] ? account.contacts.find(name, String(values[name])) : undefined,
  );
  const [kept, ...others] = [...new Set(holders.filter((h): h is Contact => h !== undefined))];
  for (const other of others) {
    account.contacts.remove(other);
    report(process, 'duplicate_contact_id', String(other.id));
  }
  if (kept && body.updateExistingContacts === false) return;
  const contact = kept ?? account.contacts.add(writing.now);
  const { EXT_ID: extId, EMAIL: _, ...rest } = attributes;
  const sent = Object.fromEntries(
    Object.entries(rest).filter(
      ([, value]) =>
        (value !== '' || body.emptyContactsAttributes === true) &&
        !(switches.importDropsBooleans && typeof value === 'boolean'),
    ),
  );
  const before = contact.emailBlacklisted;
  updateContact({ ...writing, told: () => {} }, contact, {
    attributes: { ...sent, ...(email === undefined ? {} : { EMAIL: email }) },
    ...(extId === undefined ? {} : { ext_id: extId }),
    listIds: lists,
  });
  contact.emailBlacklisted = body.emailBlacklist === true || (before && !switches.importLiftsBlocks);
  if (body.smsBlacklist === true) contact.smsBlacklisted = true;
}

function report(process: Process, name: string, line: string): void {
  const lines = process.reports[name] ?? [];
  process.reports[name] = lines;
  lines.push(line);
}

/** CSV with `;` between the fields. */
function readCsv(text: string): Row[] {
  const [head, ...lines] = text
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => line.split(';'));
  return lines.map((fields) => {
    const attributes = Object.fromEntries(
      (head ?? []).map((name, i) => [name.trim().toUpperCase(), fields[i] ?? '']),
    );
    return { email: attributes.EMAIL, attributes };
  });
}

/** GET /processes and /processes/{id}: no counters, reports as addresses of CSV files. */
export function processRoutes(
  account: Account,
  parts: string[],
  query: URLSearchParams,
  base: string,
): Reply {
  const shown = (process: Process) => ({
    id: process.id,
    name: process.name,
    status: process.status,
    ...(process.status === 'completed' ? { info: { import: reports(process, base) } } : {}),
  });
  if (parts.length === 0) {
    const limit = Number(query.get('limit') ?? 10);
    if (!(limit >= 1 && limit <= 50)) return refuse(400, 'out_of_range', 'Limit exceeds max value');
    return reply(200, {
      processes: account.processes.slice(-limit).reverse().map(shown),
      count: account.processes.length,
    });
  }
  const process = account.processes.find((p) => p.id === Number(parts[0]));
  return process ? reply(200, shown(process)) : notFound('Process not found');
}

const REPORTS = [
  'invalid_emails',
  'duplicate_contact_id',
  'duplicate_ext_id',
  'duplicate_email_id',
  'duplicate_phone_id',
  'duplicate_whatsapp_id',
  'duplicate_landline_number_id',
];

function reports(process: Process, base: string) {
  return Object.fromEntries(
    REPORTS.map((name) => [
      name,
      process.reports[name] ? `${base}/__sandbox/reports/${process.id}/${name}.csv` : null,
    ]),
  );
}
