import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogPage, TriggerRequest } from '../sdk/javascript/index.js';
import { type Call, EXIT, SKILL, Usage } from './call.ts';

const POLL_MS = 2_000;
const PAGE = 200;

/** Sends one customer event. */
export async function trigger({ client, args: [event], options, out }: Call): Promise<number> {
  if (event === undefined || options.data === undefined)
    throw new Usage(`npm run sync -- trigger customer_created --data '{"id": "...", "email": "..."}'`);
  const text = options.data.startsWith('@')
    ? await readFile(options.data.slice(1), 'utf8').catch((error: Error) => {
        throw new Usage(error.message);
      })
    : options.data;
  const { timestamp } = options;
  const request = { event, data: jsonOf(text), ...(timestamp === undefined ? {} : { timestamp }) };
  const { changeId } = await client.skills.trigger(SKILL, request as TriggerRequest);
  out(`Accepted: ${changeId}`);
  return EXIT.well;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Usage('--data is not JSON');
  }
}

/** The state of the sync in a few lines, or as JSON for scripts. */
export async function status({ client, options, out }: Call): Promise<number> {
  const now = await client.skills.status(SKILL);
  if (options.json) {
    out(JSON.stringify(now));
    return EXIT.well;
  }
  const share = (rate: number | null) => (rate === null ? 'none yet' : `${(rate * 100).toFixed(1)} %`);
  const time = (ms: number | null) => (ms === null ? 'none yet' : `${ms} ms`);
  out(`Sync:      ${now.enabled ? (now.paused ? 'paused' : 'on') : 'off'}`);
  out(`Waiting:   ${now.queueDepth}`);
  if (now.oldestPendingSeconds !== null) out(`Oldest:    ${now.oldestPendingSeconds} s`);
  out(`Succeeded: ${share(now.successRate)} (last ${Math.round(now.windowSeconds / 60)} minutes)`);
  out(`Latency:   ${time(now.averageLatencyMs)} average, ${time(now.p95LatencyMs)} at the 95th percentile`);
  return EXIT.well;
}

type Entry = LogPage['entries'][number];

/** The last entries, oldest first, and then those that come, until it is stopped. */
export async function tail({ client, options, out }: Call): Promise<number> {
  const { customer, outcome, json } = options;
  const filter = {
    ...(customer === undefined ? {} : { customer }),
    ...(outcome === undefined ? {} : { outcome: outcome as Entry['outcome'] }),
  };
  const show = (entries: Entry[]) => {
    for (const entry of entries.reverse()) out(json ? JSON.stringify(entry) : lineOf(entry));
  };
  const limit = options.limit === undefined ? 20 : Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE) throw new Usage(`--limit is 1 to ${PAGE}`);
  const first = await client.skills.log(SKILL, { ...filter, limit });
  let newest = BigInt(first.entries[0]?.id ?? 0);
  show(first.entries);
  while (!options.once) {
    await sleep(POLL_MS);
    const fresh = await newerThan(newest, (cursor) =>
      client.skills.log(SKILL, { ...filter, limit: PAGE, ...(cursor === null ? {} : { cursor }) }),
    );
    newest = BigInt(fresh[0]?.id ?? newest);
    show(fresh);
  }
  return EXIT.well;
}

/** Pages back to the newest entry that was shown; newest first. */
async function newerThan(
  newest: bigint,
  page: (cursor: string | null) => Promise<LogPage>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let cursor: string | null = null; ; ) {
    const { entries, nextCursor }: LogPage = await page(cursor);
    const fresh = entries.filter(({ id }) => BigInt(id) > newest);
    found.push(...fresh);
    if (fresh.length < entries.length || nextCursor === null) return found;
    cursor = nextCursor;
  }
}

function lineOf({ at, source, customer, event, action, outcome, latencyMs, message }: Entry): string {
  const what = action === 'none' ? outcome : `${action} ${outcome}`;
  return `${at}  ${source} ${customer}  ${event}  ${what}  ${latencyMs} ms${message === null ? '' : `  ${message}`}`;
}
