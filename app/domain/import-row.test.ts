import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupNumber, groupOf, importRowOf } from './import-row.ts';
import type { RemoteContact } from './remote.ts';
import type { TargetContact } from './target.ts';

const target: TargetContact = {
  email: 'ada@example.com',
  extId: '7',
  attributes: { FIRSTNAME: 'Ada', LASTNAME: null, SMS: '+31612345678', TOTAL_ORDERS: 0, VIP: false },
  listId: 2,
  listed: true,
  emailBlock: 'leave',
  smsBlock: 'leave',
};
const remote: RemoteContact = {
  id: 1,
  email: 'ada@example.com',
  extId: null,
  emailBlacklisted: false,
  smsBlacklisted: false,
  listIds: [],
  leftListIds: [],
  attributes: { FIRSTNAME: 'Ada', SMS: '31612345678' },
  modifiedAt: null,
  createdAt: null,
};

describe('importRowOf', () => {
  it('gives a new contact everything that is filled, zero and false included', () => {
    expect(importRowOf(target, null, null)).toEqual({
      kind: 'row',
      group: { emailBlocked: false, smsBlocked: false, listed: true },
      row: {
        email: 'ada@example.com',
        attributes: { FIRSTNAME: 'Ada', SMS: '+31612345678', TOTAL_ORDERS: 0, VIP: false, EXT_ID: '7' },
      },
    });
  });

  it('gives a contact that is there only what differs: an identifier it has is not sent again', () => {
    const reading = importRowOf(target, remote, null);
    expect(reading).toMatchObject({
      row: { email: 'ada@example.com', attributes: { TOTAL_ORDERS: 0, VIP: false, EXT_ID: '7' } },
    });
    expect(JSON.stringify(reading)).not.toContain('SMS":');
  });

  it('knows a contact without an e-mail address by its phone', () => {
    const held = { ...remote, email: null };
    const reading = importRowOf({ ...target, email: null }, held, null);
    expect(reading).toMatchObject({ row: { attributes: { SMS: '+31612345678', TOTAL_ORDERS: 0 } } });
    expect(reading).not.toHaveProperty('row.email');
  });

  it.each([
    ['a block to be lifted', { ...target, emailBlock: 'lift' as const }, remote, 'lifts_block'],
    ['an SMS block to be lifted', { ...target, smsBlock: 'lift' as const }, remote, 'lifts_block'],
    [
      'a value to be cleared',
      target,
      { ...remote, attributes: { ...remote.attributes, LASTNAME: 'L' } },
      'clears_value',
    ],
    ['a list to be left', { ...target, listed: false }, { ...remote, listIds: [2] }, 'leaves_list'],
    ['another address', target, { ...remote, email: 'old@example.com' }, 'moves_address'],
    [
      'a second phone identifier',
      { ...target, attributes: { WHATSAPP: '+31612345678' } },
      null,
      'holds_identifier',
    ],
  ])('leaves %s to a call of its own', (_, wanted, held, why) => {
    expect(importRowOf(wanted, held, null)).toEqual({ kind: 'single', why });
  });

  it('never sends a blocked or to be blocked channel with its flag unset', () => {
    const block = fc.constantFrom('set' as const, 'leave' as const, 'lift' as const);
    fc.assert(
      fc.property(
        fc.record({
          emailBlock: block,
          smsBlock: block,
          listed: fc.constantFrom(true, false, 'leave' as const),
        }),
        fc.record({ emailBlacklisted: fc.boolean(), smsBlacklisted: fc.boolean() }),
        fc.boolean(),
        (wish, state, exists) => {
          const held = exists ? { ...remote, ...state } : null;
          const reading = importRowOf({ ...target, ...wish }, held, null);
          if (reading.kind === 'single') return;
          expect(wish.emailBlock).not.toBe('lift');
          expect(wish.smsBlock).not.toBe('lift');
          expect(reading.group.emailBlocked).toBe(
            wish.emailBlock === 'set' || held?.emailBlacklisted === true,
          );
          expect(reading.group.smsBlocked).toBe(wish.smsBlock === 'set' || held?.smsBlacklisted === true);
          expect(reading.group.listed).toBe(wish.listed === true);
        },
      ),
    );
  });
});

it('numbers groups there and back', () => {
  for (let number = 1; number <= 8; number += 1) expect(groupNumber(groupOf(number))).toBe(number);
});
