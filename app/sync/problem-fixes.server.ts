import { attributeTypeFor } from '../domain/attribute-type.ts';
import { metafieldOf } from '../domain/fields.ts';
import type { BrevoAttribute, MappingRule } from '../domain/mapping-rule.ts';
import type { Ports } from '../ports.ts';
import type { BrevoReading, FixEnding, ProblemService, ShopRef } from '../services.ts';
import { startRun } from './run-queue.server.ts';
import { lackingAttributes, type ReadConfiguration, readRuntime } from './shop-runtime.server.ts';
import { requestSync } from './sync-request.server.ts';
import { readWarned, readWarnedCustomers } from './warned.sql.ts';

interface FixParts {
  ports: Ports;
  readConfiguration: ReadConfiguration;
  createAttribute(
    shop: ShopRef,
    name: string,
    type: BrevoAttribute['type'],
  ): Promise<BrevoReading<BrevoAttribute[]>>;
  replay: ProblemService['replay'];
}

/** Up to so many customers are queued one by one; more are found by comparing everybody, which costs fewer calls. */
const QUEUED_AT_MOST = 1_000;

/** What was left out of contacts, and the fixes that a button can make of it. */
export function createProblemFixes({
  ports,
  readConfiguration,
  createAttribute,
  replay,
}: FixParts): Pick<ProblemService, 'warned' | 'missingAttributes' | 'createMissing' | 'retryWarned'> {
  const { pool } = ports.db;

  async function lacking(shop: ShopRef): Promise<MappingRule[]> {
    const reading = await readRuntime(ports, readConfiguration, shop.id);
    if (!('runtime' in reading)) return [];
    const { rules, connection } = reading.runtime;
    return connection.attributes ? lackingAttributes(rules, connection.attributes) : [];
  }

  async function retryWarned(
    shop: ShopRef,
    code: string,
  ): Promise<{ replayed: number; runId: string | null }> {
    const customers = await readWarnedCustomers(pool, shop.id, code, QUEUED_AT_MOST + 1);
    if (customers.length > QUEUED_AT_MOST) {
      const run = await startRun(ports, shop.id, { kind: 'reconciliation', dryRun: false }, ports.now());
      return { replayed: customers.length, runId: run.kind === 'started' ? run.id : null };
    }
    await requestSync(ports, shop.id, customers);
    return { replayed: customers.length, runId: null };
  }

  /** Each with the type its field asks for; the store says what its metafields hold. */
  async function createAll(shop: ShopRef, rules: MappingRule[]): Promise<FixEnding> {
    const { source } = await readConfiguration(shop);
    const fields = rules.some((rule) => metafieldOf(rule.source) !== null)
      ? await ports.source(source).storeFields?.(shop)
      : undefined;
    const metafields = fields?.kind === 'read' ? fields.value.metafields : [];
    for (const rule of rules) {
      const name = metafieldOf(rule.source);
      const type = attributeTypeFor(rule, metafields.find((field) => field.name === name)?.type);
      const made = await createAttribute(shop, rule.attribute, type);
      if (made.kind !== 'read') return made;
    }
    const [problems, warned] = [
      await replay(shop, { cause: 'attribute_missing' }),
      await retryWarned(shop, 'missing_attribute'),
    ];
    return {
      kind: 'fixed',
      created: rules.map((rule) => rule.attribute),
      replayed: problems.replayed + warned.replayed,
      runId: warned.runId,
    };
  }

  return {
    retryWarned,
    warned: (shop) => readWarned(pool, shop.id),
    missingAttributes: async (shop) => [...new Set((await lacking(shop)).map((rule) => rule.attribute))],

    async createMissing(shop) {
      const reading = await readRuntime(ports, readConfiguration, shop.id);
      if (!('runtime' in reading)) return { kind: 'not_connected' };
      const { rules, connection } = reading.runtime;
      // What is remembered of the account may be what went wrong: it is asked.
      const account = await ports.brevo(connection).readAttributes();
      if (account.kind === 'failed') return { kind: 'failed', message: account.answer.message };
      const missing = lackingAttributes(rules, account.attributes);
      const once = missing.filter(
        (rule, index) => missing.findIndex((other) => other.attribute === rule.attribute) === index,
      );
      return createAll(shop, once);
    },
  };
}
