import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DifferenceKind } from '../../app/domain/difference.ts';
import type { RunView } from '../../app/services.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { prune } from '../../app/sync/prune.server.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let player: RunPlayer;

const address = (i: number) => `r${i}@example.com`;
const idOf = (i: number) => world.brevo.contactByEmail(address(i))?.extId as string;
const firstName = (i: number) => world.brevo.contactByEmail(address(i))?.attributes.FIRSTNAME;

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < 30; i += 1)
    world.shop.createCustomer({ email: address(i), firstName: `R ${i}`, emailState: 'SUBSCRIBED' });
  await world.settle();
  world.advance(60_000);
});
afterAll(() => world.close());

async function reconcile(repair?: DifferenceKind[]): Promise<RunView> {
  world.advance(60_000);
  const id = await player.start('reconciliation', { dryRun: false, ...(repair ? { repair } : {}) });
  return player.play('reconciliation', id);
}

async function csvOf(id: string): Promise<string> {
  const ending = await player.differences(id);
  if (ending.kind !== 'read') throw new Error(ending.kind);
  let text = '';
  for await (const part of ending.csv) text += part;
  return text;
}

function tamper(i: number, name: string): void {
  world.brevo.act({ kind: 'edit', email: address(i), attributes: { FIRSTNAME: name } });
}

describe('the report of a reconciliation', () => {
  it('counts and shows examples of each kind, without an address, and repairs only what was chosen', async () => {
    const { brevo, shop } = world;
    tamper(0, '=1+1');
    tamper(1, 'Tampered, "1"');
    brevo.act({ kind: 'takeOffList', email: address(2), listId: 2 });
    const deleted = idOf(3);
    brevo.act({ kind: 'delete', email: address(3) });
    // Two kinds at once: repaired only where both may be.
    tamper(4, '-2');
    brevo.act({ kind: 'takeOffList', email: address(4), listId: 2 });
    const gone = idOf(5);
    shop.deleteCustomer(gone);
    world.shopify.webhooks.pending.splice(0);
    const foreign = brevo.seedContact({ email: 'foreign@example.org', listIds: [2] });
    brevo.seedContact({ email: 'elsewhere@example.org' });

    const run = await reconcile(['attribute_differs', 'missing_in_brevo']);
    expect(run).toMatchObject({
      status: 'completed',
      repair: ['attribute_differs', 'missing_in_brevo'],
      counts: { checked: 29, differed: 6, left: 3, foreign: 2, succeeded: 3, remaining: 0 },
      report: {
        kinds: {
          attribute_differs: 3,
          not_on_list: 2,
          missing_in_brevo: 1,
          extra_in_brevo: 1,
          foreign_on_list: 1,
        },
        differences: {
          attribute_differs: {
            count: 3,
            examples: expect.arrayContaining([{ customer: idOf(0), fields: ['FIRSTNAME'] }]),
          },
          missing_in_brevo: { count: 1, examples: [{ customer: deleted, fields: ['contact'] }] },
          extra_in_brevo: { count: 1, examples: [{ customer: gone, fields: ['contact'] }] },
          foreign_on_list: {
            count: 1,
            examples: [{ customer: `brevo:${foreign.id}`, fields: ['list 2'] }],
          },
        },
      },
    });
    expect(JSON.stringify(run)).not.toContain('@example');
    expect([firstName(0), firstName(1), firstName(4)]).toEqual(['R 0', 'R 1', '-2']);
    expect(brevo.contactByEmail(address(2))?.listIds).toEqual([]);
    expect(brevo.contactByEmail(address(3))?.extId).toBe(deleted);
    expect(brevo.contactByEmail(address(5))?.listIds).toEqual([2]);
    expect(brevo.contactByEmail('foreign@example.org')?.listIds).toEqual([2]);

    const lines = (await csvOf(run.id)).split('\r\n');
    expect(lines[0]).toBe('customer,contact,difference,field,in_store,in_brevo,repaired');
    expect(lines.slice(1).sort()).toEqual(
      [
        '',
        `${idOf(0)},,attribute_differs,FIRSTNAME,R 0,'=1+1,yes`,
        `${idOf(1)},,attribute_differs,FIRSTNAME,R 1,"Tampered, ""1""",yes`,
        `${idOf(2)},,not_on_list,list,2,,no`,
        `${deleted},,missing_in_brevo,contact,${address(3)},,yes`,
        `${idOf(4)},,attribute_differs,FIRSTNAME,R 4,'-2,no`,
        `${idOf(4)},,not_on_list,list,2,,no`,
        `${gone},,extra_in_brevo,contact,,${address(5)},no`,
        `,${foreign.id},foreign_on_list,list 2,,foreign@example.org,no`,
      ].sort(),
    );
  });

  it('repairs the rest by default, and contacts that are nobody’s only when it is asked to', async () => {
    const run = await reconcile();
    expect(run).toMatchObject({
      counts: { differed: 3, left: 0, succeeded: 3, foreign: 2 },
      report: { kinds: { not_on_list: 2, attribute_differs: 1, extra_in_brevo: 1, foreign_on_list: 1 } },
    });
    expect(firstName(4)).toBe('R 4');
    expect(world.brevo.contactByEmail(address(5))?.listIds).toEqual([]);
    expect(world.brevo.contactByEmail('foreign@example.org')?.listIds).toEqual([2]);
    await reconcile(['foreign_on_list']);
    const foreign = world.brevo.contactByEmail('foreign@example.org');
    expect(foreign).toMatchObject({ listIds: [], emailBlacklisted: false });
    expect(await reconcile()).toMatchObject({ counts: { differed: 0, foreign: 2 }, report: { kinds: {} } });
  });

  it('only reports when nothing is to be repaired', async () => {
    tamper(6, 'Tampered');
    const before = world.brevo.calls.filter((call) => call.method !== 'GET').length;
    expect(await reconcile([])).toMatchObject({
      status: 'completed',
      repair: [],
      counts: { differed: 1, left: 1, succeeded: 0 },
    });
    expect(world.brevo.calls.filter((call) => call.method !== 'GET').length).toBe(before);
    const id = await player.start('reconciliation', { dryRun: true });
    expect(await player.play('reconciliation', id)).toMatchObject({ repair: [], counts: { left: 1 } });
  });

  it('counts everybody once when it is cut short again and again', async () => {
    for (let i = 7; i < 12; i += 1) tamper(i, 'Tampered');
    world.advance(60_000);
    const id = await player.start('reconciliation', { dryRun: false, repair: ['consent_differs'] });
    let cuts = 0;
    for (let round = 0; round < 40; round += 1) {
      const stop = new AbortController();
      const runs = player.runs({
        ...world.ports,
        source(name) {
          const source = world.ports.source(name);
          return {
            ...source,
            async *readExport(url: string, metafields: string[], from: number) {
              // The process is told to stop while it compares: what was found by then is kept, and found again.
              if (cuts < 4) {
                cuts += 1;
                stop.abort();
              }
              yield* source.readExport?.(url, metafields, from) ?? [];
            },
          };
        },
      });
      await runs.tasks.run?.({ runId: id }, { abortSignal: stop.signal } as never);
      world.advance(2_000);
      if ((await player.view('reconciliation', id)).endedAt !== null) break;
    }
    expect(cuts).toBe(4);
    expect(await player.view('reconciliation', id)).toMatchObject({
      status: 'completed',
      counts: { differed: 6, left: 6, attribute_differs: 6 },
    });
  });

  it('forgets erased customers, keeps no value in clear, and ends after its days', async () => {
    const { runs } = await player.runs().service.list(player.shop, 'reconciliation', { limit: 1 });
    const run = runs[0] as RunView;
    const id = idOf(7);
    expect(await csvOf(run.id)).toContain(id);
    const { rows } = await world.database.pool.query('select * from run_differences');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/@example|Tampered/);
    world.shop.redactCustomer(id, { email: address(7) });
    await world.settle();
    expect(await csvOf(run.id)).not.toContain(id);
    expect(await csvOf(run.id)).toContain(idOf(8));

    expect(await player.differences('00000000-0000-4000-8000-000000000000')).toEqual({
      kind: 'unknown',
    });
    world.advance(31 * 86_400_000);
    expect(await player.differences(run.id)).toEqual({ kind: 'not_kept', days: 30 });
    const configuration = createConfigurationService({ prisma: world.database.prisma });
    await prune(world.ports, (of) => configuration.read(of));
    expect(await world.database.prisma.runDifference.count()).toBe(0);
  });
});
