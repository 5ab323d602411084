import { afterAll, beforeAll, expect, it } from 'vitest';
import { HistoryWorld } from '../support/history.ts';
import type { History, Step } from '../support/history-steps.ts';

/** Histories in which something was wrong once, each by the name of what was wrong. */
let world: HistoryWorld;

beforeAll(async () => {
  world = await HistoryWorld.start();
});
afterAll(() => world.close());

const create = (email: number | null, more: Partial<Extract<Step, { do: 'create' }>> = {}): Step => ({
  do: 'create',
  email,
  phone: null,
  name: 0,
  word: null,
  sms: null,
  ...more,
});
const drain = (more: Partial<Extract<Step, { do: 'drain' }>> = {}): Step => ({
  do: 'drain',
  deliver: 'as_sent',
  death: null,
  brevo: [],
  shopify: null,
  ...more,
});
const email = (who: number, position: number | null): Step => ({ do: 'email', who, email: position });
const phone = (who: number, position: number | null): Step => ({ do: 'phone', who, phone: position });
const say = (
  who: number,
  word: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING',
  channel: 'email' | 'sms' = 'email',
): Step => ({
  do: 'word',
  who,
  channel,
  word,
});
const foreign = (position: number | null, more: Partial<Extract<Step, { do: 'foreign' }>> = {}): Step => ({
  do: 'foreign',
  email: position,
  phone: null,
  extId: null,
  blocked: false,
  listed: false,
  ...more,
});
const brevoNo = (position: number, channel: 'email' | 'sms' = 'email'): Step => ({
  do: 'brevo_no',
  email: position,
  channel,
});
const diesAfterFirstCall = { kind: 'brevo', at: 0, after: true } as const;

const FOUND: Record<string, Step[]> = {
  'a phone freed by the takeover of its foreign contact goes to the customer who was refused it': [
    create(0, { phone: 2 }),
    foreign(2, { phone: 2 }),
    create(2),
    drain(),
  ],
  'the phone of a deleted customer goes to the live customer who has it now': [
    create(0, { phone: 2, sms: 'SUBSCRIBED' }),
    drain(),
    { do: 'delete', who: 0 },
    create(1, { phone: 2 }),
    drain(),
  ],
  'the phone of a merged customer arrives at the one that is kept': [
    create(0),
    create(1, { phone: 1, sms: 'SUBSCRIBED' }),
    drain(),
    { do: 'merge', who: 0, other: 1, address: 'kept' },
  ],
  'a customer who lost every address and got one again keeps the contact and its id': [
    create(0),
    drain(),
    email(0, null),
    drain(),
    phone(0, 0),
    drain(),
    { do: 'redact', who: 0 },
  ],
  'an e-mail address that was given up, with a phone that stays, is left behind for its next owner': [
    create(0, { phone: 0, word: 'UNSUBSCRIBED' }),
    drain(),
    email(0, null),
    drain(),
    create(0, { word: 'SUBSCRIBED' }),
    drain(),
  ],
  'a contact that was made by a process that died is found although the address changed since': [
    create(0, { word: 'SUBSCRIBED' }),
    drain({ death: diesAfterFirstCall }),
    email(0, 4),
  ],
  'the same after an unreadable answer, with a phone': [
    create(3, { phone: 3 }),
    drain({ brevo: [{ kind: 'malformedJson', after: 0 }] }),
    email(0, 0),
  ],
  'the same, and the customer has no address at all any more': [
    create(9, { phone: 0, sms: 'SUBSCRIBED' }),
    drain({ brevo: [{ kind: 'resetAfterApply', after: 0 }] }),
    phone(0, null),
  ],
  'the same, and a foreign contact has the new address': [
    create(0, { phone: 0 }),
    drain({ death: { kind: 'database', at: 17, after: false } }),
    foreign(1, { listed: true }),
    email(0, 1),
  ],
  'an unsubscribe in Brevo on a contact that was blocked already is newer than the yes before it': [
    create(3, { word: 'UNSUBSCRIBED' }),
    drain(),
    say(0, 'SUBSCRIBED'),
    brevoNo(3),
  ],
  'a contact that was found on the list, blocked, leaves the list when the store is told': [
    create(3, { word: 'SUBSCRIBED' }),
    foreign(3, { blocked: true, listed: true }),
  ],
  'a block stays on a change of address while the store waits for a confirmation': [
    create(2),
    say(0, 'UNSUBSCRIBED'),
    drain(),
    say(0, 'PENDING'),
    email(0, 1),
  ],
  'a circle of customers who wait for each other is settled once': [
    create(4, { name: 1 }),
    create(2, { word: 'UNSUBSCRIBED' }),
    create(9, { name: 3 }),
    drain(),
    { do: 'merge', who: 0, other: 1, address: 'dropped' },
    email(1, 4),
  ],
  'the new phone of a customer without e-mail is held by a foreign contact': [
    create(null, { phone: 2 }),
    drain(),
    phone(0, 0),
    foreign(1, { phone: 0, listed: true }),
  ],
  'a swap with a customer who said no and whose contact was not made yet when the process died': [
    create(0, { word: 'SUBSCRIBED', name: 2 }),
    create(2, { word: 'UNSUBSCRIBED', phone: 0 }),
    drain({ death: { kind: 'brevo', at: 1, after: false } }),
    email(0, 2),
  ],
  'a swap with a customer who said no and then yes': [
    create(0, { word: 'SUBSCRIBED', name: 1 }),
    create(1, { word: 'UNSUBSCRIBED' }),
    drain(),
    say(1, 'SUBSCRIBED'),
    email(1, 0),
  ],
  'a customer who was without an address takes over the contact of another who is without one now': [
    create(3, { name: 1 }),
    create(0, { name: 2 }),
    drain(),
    email(1, null),
    email(0, 2),
    drain(),
    email(1, 2),
  ],
  'a contact found again after a crash is found again after a second one': [
    create(0),
    foreign(0),
    drain({ death: { kind: 'brevo', at: 0, after: false } }),
    email(0, 1),
    drain({ death: { kind: 'database', at: 11, after: false } }),
    email(0, 0),
  ],
  'a contact that was not recorded is not taken over by the next customer of its address': [
    create(2),
    drain({ brevo: [{ kind: '502', after: 0 }] }),
    drain({ death: { kind: 'database', at: 10, after: false } }),
    create(1, { name: 3 }),
    email(0, 1),
  ],
  'a swap of two contacts of which one was not recorded': [
    create(2, { word: 'UNSUBSCRIBED' }),
    create(1),
    drain({ death: diesAfterFirstCall }),
    email(0, 1),
  ],
  'a foreign contact that was adopted by a process that died leaves the list with the customer': [
    create(4, { word: 'SUBSCRIBED' }),
    foreign(4),
    drain({ death: { kind: 'brevo', at: 2, after: true } }),
    email(0, null),
  ],
  'a foreign contact that has the ext_id of a deleted customer is left alone': [
    create(1),
    create(0),
    drain({ death: { kind: 'brevo', at: 0, after: false } }),
    foreign(2, { extId: 1, listed: true }),
    { do: 'delete', who: 1 },
  ],
  'an ext_id that a foreign contact held arrives when that contact is taken over': [
    foreign(1, { extId: 0 }),
    create(0),
    drain(),
    create(1),
  ],
  'an ext_id that a foreign contact held arrives after somebody took it away there': [
    foreign(1, { extId: 0 }),
    create(0),
    drain(),
    { do: 'tamper', contact: 0, how: 'no_id' },
  ],
  'a contact that was made without its ext_id by a process that died is found although the address changed since':
    [
      foreign(1, { extId: 0 }),
      create(0, { word: 'SUBSCRIBED' }),
      drain({ death: { kind: 'brevo', at: 1, after: true } }),
      email(0, 2),
    ],
  'a foreign contact at the former address is not taken for it': [
    foreign(1, { extId: 0 }),
    create(0, { word: 'SUBSCRIBED' }),
    drain({ death: { kind: 'brevo', at: 1, after: false } }),
    email(0, 2),
    foreign(0, { listed: true }),
  ],
  'a contact that was made by a process that died, and readdressed by hand, is found': [
    create(2),
    drain({ death: diesAfterFirstCall }),
    { do: 'tamper', contact: 0, how: 'readdress' },
  ],
  'the same, and somebody renamed it as well': [
    create(0),
    drain({ death: diesAfterFirstCall }),
    { do: 'tamper', contact: 0, how: 'readdress' },
    { do: 'tamper', contact: 0, how: 'name' },
    drain(),
  ],
  'a number comes from a customer who said no, and is given up by one who never said a word': [
    create(2, { phone: 2, sms: 'UNSUBSCRIBED' }),
    drain(),
    { do: 'delete', who: 0 },
    create(0, { phone: 2 }),
    drain(),
    phone(0, 0),
    drain(),
  ],
  'the same with a contact without an e-mail address, whose phone somebody took away': [
    create(null, { phone: 3 }),
    drain({ death: diesAfterFirstCall }),
    { do: 'tamper', contact: 0, how: 'no_phone' },
  ],
  'a foreign contact has the e-mail address of one customer and the phone of another': [
    create(3, { phone: 3 }),
    create(null, { phone: 1 }),
    foreign(3, { phone: 1 }),
  ],
  'a redaction finds the contact that was left behind for another one': [
    create(0, { word: 'SUBSCRIBED', name: 1 }),
    drain(),
    foreign(1),
    email(0, 1),
    drain(),
    { do: 'redact', who: 0 },
  ],
  'a redaction finds the contact that was left behind for one with the phone alone': [
    create(0, { phone: 0 }),
    drain(),
    email(0, null),
    drain(),
    { do: 'redact', who: 0 },
  ],
  'a customer with an e-mail address swaps phones with one who has nothing but a phone': [
    create(2, { phone: 0 }),
    create(9, { phone: 2, sms: 'SUBSCRIBED' }),
    drain(),
    phone(0, 2),
  ],
  'a customer who was refused a phone gets it when the customer who had it is deleted': [
    create(0),
    create(null, { phone: 0 }),
    drain(),
    phone(0, 0),
    phone(1, 1),
    drain(),
    phone(1, 0),
    drain({ brevo: [{ kind: '500html', after: 0 }] }),
    { do: 'delete', who: 1 },
  ],
  'a contact that was put on the list by a process that died leaves it when it is left behind': [
    create(2),
    drain(),
    say(0, 'SUBSCRIBED'),
    drain({ death: diesAfterFirstCall }),
    foreign(1),
    email(0, 1),
  ],
  'a foreign contact comes by the address and the ext_id of one that was to be made by a process that died': [
    create(3),
    create(2),
    drain({ death: { kind: 'brevo', at: 0, after: false } }),
    { do: 'merge', who: 1, other: 0, address: 'dropped' },
    foreign(2, { extId: 1, blocked: true, listed: true }),
  ],
  'an address is given up before the import that carried it to Brevo was read back, where somebody edited the contact':
    [
      create(0, { phone: 3, word: 'SUBSCRIBED', sms: 'SUBSCRIBED' }),
      { do: 'run', kind: 'import', steps: 5, death: null },
      { do: 'order', who: 0, total: 92 },
      { do: 'tamper', contact: 0, how: 'no_phone' },
      email(0, null),
      drain(),
    ],
  'an address changes before the import that carried it to Brevo was read back, and the contact there is renamed':
    [
      create(0, { word: 'SUBSCRIBED' }),
      { do: 'run', kind: 'import', steps: 5, death: null },
      { do: 'tamper', contact: 0, how: 'name' },
      email(0, 1),
      drain(),
    ],
  'an address goes to another customer by a merge after the import read it': [
    create(null),
    create(null),
    create(0),
    { do: 'delete', who: 0 },
    { do: 'run', kind: 'import', steps: 2, death: null },
    { do: 'merge', who: 0, other: 1, address: 'kept' },
    drain({ deliver: null }),
    drain(),
    { do: 'deliver', order: 'as_sent' },
    drain({ deliver: null }),
  ],
  'a customer is deleted after the import read them': [
    create(0, { word: 'SUBSCRIBED' }),
    { do: 'lose' },
    { do: 'run', kind: 'import', steps: 2, death: null },
    { do: 'delete', who: 0 },
    drain(),
  ],
  'an import of a store whose customers are in Brevo in part, and blocked in part': [
    create(0, { word: 'SUBSCRIBED' }),
    create(1, { word: 'UNSUBSCRIBED' }),
    create(2, { word: 'SUBSCRIBED' }),
    foreign(0, { blocked: true }),
    foreign(2),
    { do: 'run', kind: 'import', steps: 5, death: null },
  ],
  'two customers swap their addresses, and one of them said no': [
    create(0, { word: 'SUBSCRIBED' }),
    create(1, { word: 'UNSUBSCRIBED' }),
    drain(),
    email(0, 1),
    drain(),
  ],
  'an address is handed over by a customer who said no': [
    create(0, { word: 'SUBSCRIBED' }),
    create(1, { word: 'UNSUBSCRIBED' }),
    drain(),
    email(1, 2),
    email(0, 1),
    drain(),
  ],
};

/** A swap between one who said yes and one who said no, at every word of which the process dies once. */
it('a yes is heard whenever the process dies while contacts change hands', { timeout: 600_000 }, async () => {
  for (const kind of ['brevo', 'database'] as const) {
    for (let at = 0; at < (kind === 'brevo' ? 12 : 60); at += 1) {
      const steps = [
        create(0, { word: 'SUBSCRIBED' }),
        create(1, { word: 'UNSUBSCRIBED' }),
        drain(),
        email(0, 1),
        drain({ death: { kind, at, after: at % 2 === 0 } }),
      ];
      const faults = await world.run({ deletes: 'soft', turns: 0, steps });
      expect(faults, faults.length > 0 ? `${kind} ${at}\n${await world.story()}` : '').toEqual([]);
      if (!world.died) break;
    }
  }
});

it.each(Object.entries(FOUND))('%s', async (_, steps) => {
  for (const deletes of ['soft', 'hard'] as const) {
    const history: History = { deletes, turns: 0, steps };
    const faults = await world.run(history);
    expect(faults, faults.length > 0 ? await world.story() : deletes).toEqual([]);
  }
});
