import type { PendingChange, Problem } from '@prisma/client';
import type { ChannelView, CustomerView } from '../customer-view.ts';
import { batchWindow } from '../domain/batch.ts';
import type { Source } from '../domain/customer.ts';
import { type Halt, type WaitsFor, whyOf } from '../domain/why.ts';
import type { Ports } from '../ports.ts';
import type { EntryView, ShopRef } from '../services.ts';
import { type Look, lookAtCustomer, type Side } from '../sync/look.server.ts';
import { type ReadConfiguration, type RuntimeReading, readRuntime } from '../sync/shop-runtime.server.ts';
import { warningText } from '../sync/warning-text.ts';
import { readLog } from './log.server.ts';
import { problemView } from './problems.server.ts';
import { whyText } from './why-text.ts';

const ENTRIES = 10;

interface Asked {
  shop: ShopRef;
  source: Source;
  customerId: string;
}

/** Answers "why is this person (not) in Brevo?" with everything that the answer rests on. */
export async function readCustomer(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  { shop, source, customerId }: Asked,
): Promise<CustomerView> {
  const { prisma } = ports.db;
  const key = { shopId_source_customerId: { shopId: shop.id, source, customerId } };
  const [reading, pending, problem, log] = await Promise.all([
    readRuntime(ports, readConfiguration, shop.id),
    prisma.pendingChange.findUnique({ where: key }),
    prisma.problem.findUnique({ where: key }),
    readLog(prisma, shop, { customer: customerId, limit: ENTRIES }),
  ]);
  const runtime = 'runtime' in reading ? reading.runtime : null;
  const payload = pending?.payload ?? problem?.payload ?? null;
  const look = await lookAtCustomer(ports, shop, runtime, { source, customerId, payload });
  return viewOf(
    { shop, source, customerId },
    { reading, pending, problem, entries: log.entries, look },
    ports.now(),
  );
}

interface Gathered {
  reading: RuntimeReading;
  pending: PendingChange | null;
  problem: Problem | null;
  entries: EntryView[];
  look: Look;
}

function viewOf({ source, customerId }: Asked, gathered: Gathered, now: number): CustomerView {
  const { reading, pending, problem, entries, look } = gathered;
  const policy = 'runtime' in reading ? reading.runtime.policy : null;
  const contact = look.brevo.kind === 'found' ? look.brevo.value : null;
  const customer = look.store.kind === 'found' ? look.store.value : null;
  const seen = look.link !== null || pending !== null || problem !== null || entries.length > 0;
  const waits = pending && waitingOf(pending, reading, now);
  const byPhone = customer !== null && look.mapped?.email === null;
  const listId = policy?.listId ?? null;
  const problemSeen = problem && problemView(problem);
  const halt = haltOf(reading);
  const answer = whyOf({
    customer: customerId,
    halt,
    store: look.store,
    brevo: look.brevo,
    link: look.link,
    seen,
    pending: waits,
    problem: problemSeen,
    skip: look.skip,
    differences: look.differences ?? [],
    consent: customer && (byPhone ? customer.smsConsent : customer.emailConsent),
    overruled: look.decided?.[byPhone ? 'sms' : 'email'].overruled ?? null,
    neverConsented: policy?.neverConsented ?? 'off_list',
    listChosen: listId !== null,
    contact: contact && {
      blocked: byPhone ? contact.smsBlacklisted : contact.emailBlacklisted,
      onList: listId !== null && contact.listIds.includes(listId),
      leftList: listId !== null && contact.leftListIds.includes(listId),
    },
  });
  return {
    customer: customerId,
    source,
    readAt: new Date(now).toISOString(),
    known: answer.code !== 'unknown_customer',
    answer: { ...answer, text: whyText(answer) },
    halt,
    store: {
      ...stateOf(look.store),
      customer: customer && {
        email: customer.email,
        phone: customer.phone,
        firstName: customer.firstName,
        lastName: customer.lastName,
        tags: customer.tags,
        updatedAt: customer.updatedAt,
      },
    },
    brevo: {
      ...stateOf(look.brevo),
      contact: contact && {
        id: contact.id,
        email: contact.email,
        extId: contact.extId,
        emailBlocked: contact.emailBlacklisted,
        smsBlocked: contact.smsBlacklisted,
        onList: listId !== null && contact.listIds.includes(listId),
        listIds: contact.listIds,
        attributes: contact.attributes,
        modifiedAt: contact.modifiedAt,
      },
    },
    consent: { email: channelOf(look, 'email'), sms: channelOf(look, 'sms') },
    differences: look.differences,
    link: look.link && {
      state: look.link.state,
      brevoId: look.link.brevoId,
      syncedAt: look.link.syncedAt,
      appliedAt: look.link.appliedAt,
      phoneLeftOut: look.link.phoneLeftOut === true,
    },
    pending:
      pending && waits
        ? {
            event: pending.event,
            since: pending.receivedAt.toISOString(),
            dueAt: pending.dueAt.toISOString(),
            attempt: pending.attempt,
            waitsFor: waits.waitsFor,
            until: waits.until,
          }
        : null,
    problem: problemSeen,
    warnings: warningsOf(look),
    entries,
  };
}

function haltOf(reading: RuntimeReading): Halt | null {
  if (reading.kind === 'idle')
    return reading.reason === 'disabled' || reading.reason === 'paused' ? reading.reason : 'not_connected';
  const { health } = reading.runtime.connection;
  if (health === 'unauthorized') return 'key_refused';
  return health === 'unreachable' ? 'brevo_down' : null;
}

/** What a row waits for: the same words as the claim in sync/pending.sql.ts, asked in its order. */
function waitingOf(row: PendingChange, reading: RuntimeReading, now: number) {
  const { attempt } = row;
  const waits = (waitsFor: WaitsFor, until: Date | null = null) => ({
    waitsFor,
    until: until?.toISOString() ?? null,
    attempt,
  });
  if (reading.kind !== 'ready') return waits('now');
  const { held, configuration } = reading.runtime;
  if (held.includes(row.event) && row.revision === 1) return waits('run');
  if (row.reason === 'source_unavailable') return waits('store', row.dueAt);
  if (attempt > 0) return waits('retry', row.dueAt);
  const window = batchWindow(configuration.options, now);
  if (window && !row.force && row.receivedAt >= window.opened) return waits('batch', window.next);
  return waits('now', row.dueAt);
}

function stateOf(side: Side<unknown>) {
  return { state: side.kind, message: side.kind === 'unread' ? side.message : null };
}

function channelOf({ store, brevo, decided, optOuts }: Look, channel: 'email' | 'sms'): ChannelView {
  const decision = decided?.[channel] ?? null;
  const word = store.kind === 'found' ? store.value[`${channel}Consent`] : null;
  const blocked = brevo.kind === 'found' ? brevo.value[`${channel}Blacklisted`] : null;
  return {
    store: word,
    brevo: blocked === null ? (brevo.kind === 'absent' ? 'absent' : 'unknown') : blocked ? 'blocked' : 'open',
    optOut: optOuts[channel],
    decision: decision && {
      listed: decision.listed,
      block: decision.block,
      overruled: decision.overruled,
    },
  };
}

/** What the mapping warns of now, and what the last delivery met in Brevo. */
function warningsOf({ mapped, link }: Look): CustomerView['warnings'] {
  const all = [...(mapped?.warnings ?? []), ...(link?.warnings ?? [])];
  const distinct = new Map(all.map((warning) => [`${warning.code} ${warning.attribute}`, warning]));
  return [...distinct.values()].map((warning) => ({ ...warning, text: warningText(warning) }));
}
