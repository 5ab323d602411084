import { beforeEach, describe, expect, it } from 'vitest';
import { seedShop } from './seed.ts';
import { Shop } from './shop.ts';

const COUNT = 1_000_000;
const START = Date.parse('2026-11-24T10:00:00Z');
let shop: Shop;
let told: string[];

beforeEach(() => {
  told = [];
  shop = new Shop(
    'x.myshopify.com',
    () => START,
    (_, event) => told.push(event.topic),
  );
  seedShop(shop, COUNT);
});

const idOf = (i: number) => String(7_000_000_000_001n + BigInt(i));

describe('a store of a million', () => {
  it('has the same customers as a small one', () => {
    const small = new Shop(
      'y.myshopify.com',
      () => START,
      () => {},
    );
    seedShop(small, 300);
    for (const [id, customer] of small.customers) expect(shop.customers.get(id)).toEqual(customer);
    expect(shop.customers.size).toBe(COUNT);
    expect(shop.customers.has(idOf(COUNT - 1))).toBe(true);
    expect(shop.customers.has(idOf(COUNT))).toBe(false);
    expect(shop.customers.get('nobody')).toBeUndefined();
  });

  it('remembers what was changed, deleted and added', () => {
    shop.updateCustomer(idOf(5), { firstName: 'Changed' });
    shop.deleteCustomer(idOf(6));
    const added = shop.createCustomer({ email: 'new@example.com' });
    expect(shop.customers.get(idOf(5))).toMatchObject({ firstName: 'Changed', updatedAt: START });
    expect(shop.customers.get(idOf(6))).toBeUndefined();
    expect(shop.customers.size).toBe(COUNT);
    expect(added.id).toBe(idOf(COUNT));
    const ids = [...shop.customers.keys()];
    expect([ids.length, ids[6], ids.at(-1)]).toEqual([COUNT, idOf(7), added.id]);
    expect(told).toEqual(['customers/update', 'customers/delete', 'customers/create']);
    expect(() => shop.customer(idOf(6))).toThrow('No customer');
  });

  it('knows whose address and number is whose', () => {
    const holder = [...Array(50).keys()].map((i) => shop.customers.get(idOf(900_000 + i))!);
    const byEmail = holder.find((c) => c.email !== null)!;
    const byPhone = holder.find((c) => c.phone !== null && c.id !== byEmail.id)!;
    expect(() => shop.createCustomer({ email: byEmail.email!.toUpperCase() })).toThrow('Email has already');
    expect(() => shop.createCustomer({ phone: byPhone.phone })).toThrow('Phone has already');
    shop.customer(byEmail.id);
    expect(() => shop.createCustomer({ email: byEmail.email })).toThrow('Email has already');
    shop.updateCustomer(byEmail.id, { email: 'elsewhere@example.com' });
    shop.deleteCustomer(byPhone.id);
    expect(shop.createCustomer({ email: byEmail.email, phone: byPhone.phone }).email).toBe(byEmail.email);
  });
});
