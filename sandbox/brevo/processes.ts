import type { Account, Process } from './account.ts';
import { page } from './paging.ts';
import { NO_METHOD, notFound, type Reply, type ResourceCall, reply } from './reply.ts';

const REPORTS = [
  'invalid_emails',
  'duplicate_contact_id',
  'duplicate_ext_id',
  'duplicate_email_id',
  'duplicate_phone_id',
  'duplicate_whatsapp_id',
  'duplicate_landline_number_id',
];

/** GET /processes and /processes/{id} (facts section 5): no counters, reports as addresses of CSV files. */
export function processRoutes(account: Account, { method, parts, query }: ResourceCall, base: string): Reply {
  if (method !== 'GET') return NO_METHOD;
  const shown = (process: Process) => ({
    id: process.id,
    name: process.name,
    status: process.status,
    ...(process.status === 'completed' ? { info: { import: reports(account, process, base) } } : {}),
  });
  if (parts.length === 0)
    return page(account.processes, query, { name: 'processes', max: 50, normal: 10 }, shown);
  const process = account.processes.find((p) => p.id === Number(parts[0]));
  return process ? reply(200, shown(process)) : notFound('Process not found');
}

function reports(account: Account, process: Process, base: string) {
  const address = `${base}/__sandbox/reports/${account.organizationId}/${process.id}`;
  return Object.fromEntries(
    REPORTS.map((name) => [name, process.reports[name] ? `${address}/${name}.csv` : null]),
  );
}

/** The text behind a report's address. */
export function readReport(accounts: Iterable<Account>, path: string): string | undefined {
  const [, organization, id, name] = /^\/__sandbox\/reports\/([\w-]+)\/(\d+)\/(\w+)\.csv$/.exec(path) ?? [];
  for (const account of accounts)
    if (account.organizationId === organization)
      return account.processes.find((p) => p.id === Number(id))?.reports[name ?? '']?.join('\n');
  return undefined;
}
