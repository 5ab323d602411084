import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../app/services.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let player: RunPlayer;
const address = (i: number) => `h${i}@example.com`;
const contact = (i: number) => world.brevo.contactByEmail(address(i));
const idOf = (i: number) => contact(i)?.extId as string;
const unheard = () => world.shopify.webhooks.pending.splice(0);

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < 120; i += 1)
    world.shop.createCustomer({ email: address(i), firstName: `H ${i}`, emailState: 'SUBSCRIBED' });
  await world.settle();
  world.advance(3_600_000);
  await player.play('reconciliation', await player.start('reconciliation'));
});
afterAll(() => world.close());

async function hourly(): Promise<RunView> {
  world.advance(3_600_000);
  return player.play(
    'reconciliation',
    await player.start('reconciliation', { dryRun: false, scope: 'recent' }),
  );
}

describe('the hourly comparison', () => {
  it('looks only at what changed on either side, and repairs it', async () => {
    world.advance(3_600_000);
    const { brevo, shop } = world;
    brevo.act({ kind: 'edit', email: address(0), attributes: { FIRSTNAME: 'Tampered' } });
    brevo.act({ kind: 'takeOffList', email: address(1), listId: 2 });
    brevo.act({ kind: 'unsubscribe', email: address(2) });
    brevo.seedContact({ email: 'foreign@example.org', listIds: [2] });
    shop.updateCustomer(idOf(3), { firstName: 'Missed' });
    const late = shop.createCustomer({ email: 'late@example.com', firstName: 'Late' });
    unheard();
    // Heard of and delivered: nothing is left to do about this one.
    shop.updateCustomer(idOf(4), { firstName: 'Heard' });
    await world.settle();
    const calls = brevo.calls.length;

    const run = await hourly();
    expect(run).toMatchObject({
      status: 'completed',
      scope: 'recent',
      counts: { differed: 4, attribute_differs: 1, not_on_list: 1, not_delivered: 2, succeeded: 4 },
    });
    expect(contact(0)?.attributes.FIRSTNAME).toBe('H 0');
    expect(contact(1)?.listIds).toEqual([2]);
    expect(contact(2)?.emailBlacklisted).toBe(true);
    expect(contact(3)?.attributes.FIRSTNAME).toBe('Missed');
    expect(brevo.contactByEmail('late@example.com')?.extId).toBe(late.id);
    // One page of Brevo, the attributes, and a few calls for each of the four; the store's whole file is not asked for.
    expect(brevo.calls.slice(calls).length).toBeLessThan(20);
    expect(run.counts.total).toBeUndefined();
  });

  it('finds nothing where nothing changed, and does not take our own writes for somebody else’s', async () => {
    const written = () => world.brevo.calls.filter((call) => call.method !== 'GET').length;
    const before = written();
    expect(await hourly()).toMatchObject({ status: 'completed', counts: { differed: 0 } });
    expect(await hourly()).toMatchObject({ status: 'completed', counts: { differed: 0 } });
    expect(written()).toBe(before);
    // Those that found nothing do not pile up.
    const { runs } = await player.runs().service.list(player.shop, 'reconciliation', { limit: 50 });
    expect(runs.map((run) => [run.scope, run.counts.differed])).toEqual([
      ['recent', 0],
      ['recent', 4],
      ['full', 0],
    ]);
  });

  it('leaves a phone that somebody else holds alone, although it does not see by whom', async () => {
    world.brevo.seedContact({ email: 'phone@example.org', attributes: { SMS: '31655555555' } });
    world.shop.createCustomer({
      email: 'clash@example.com',
      phone: '+31655555555',
      emailState: 'SUBSCRIBED',
    });
    await world.settle();
    world.advance(3_600_000);
    await hourly();
    world.brevo.act({ kind: 'edit', email: 'clash@example.com', attributes: { FIRSTNAME: 'Tampered' } });
    const run = await hourly();
    expect(run).toMatchObject({ counts: { differed: 1, attribute_differs: 1 } });
    const rows = await world.database.prisma.runDifference.findMany({ where: { runId: run.id } });
    const found = rows.map((row) => JSON.parse(world.ports.secrets.decrypt(row.payload)));
    expect(found).toEqual([
      [{ kind: 'attribute_differs', field: 'FIRSTNAME', wanted: null, held: 'Tampered' }],
    ]);
  });

  it('waits for either side, and starts for every shop of its own accord', async () => {
    const id = await player.start('reconciliation', { dryRun: false, scope: 'recent' });
    // A whole one that is asked for meanwhile is one of its own.
    const whole = await player.start('reconciliation');
    expect(whole).not.toBe(id);
    world.brevo.faults.add({ kind: '503' });
    await player.step(id);
    expect(await player.view('reconciliation', id)).toMatchObject({ phase: 'waiting_for_brevo' });
    world.brevo.faults.clear();
    expect(await player.play('reconciliation', id)).toMatchObject({ status: 'completed' });
    await player.play('reconciliation', whole);
    await player.runs().tasks.hourly_reconciliation?.({}, {} as never);
    const { runs } = await player.runs().service.list(player.shop, 'reconciliation', { limit: 1 });
    expect(runs[0]).toMatchObject({ status: 'queued', scope: 'recent' });
  });
});
