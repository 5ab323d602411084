import { describe, expect, it } from 'vitest';
import { activityQuery, newerPage, olderPage, readCustomerId, withFilter } from './query.ts';

describe('the address of the activity screen', () => {
  it.each([
    ['', { limit: 25 }],
    ['outcome=failed&customer=12', { limit: 25, outcome: 'failed', customer: '12' }],
    ['outcome=nonsense&cursor=a b&customer=&event=boom&period=year', { limit: 25 }],
    [
      'action=delete&event=customer_deleted&source=shopify&period=24h',
      {
        limit: 25,
        action: 'delete',
        event: 'customer_deleted',
        source: 'shopify',
        since: '2026-11-23T12:00:00.000Z',
      },
    ],
    ['cursor=NDgyMTE&trail=', { limit: 25, cursor: 'NDgyMTE' }],
  ])('%s', (address, query) => {
    expect(activityQuery(new URLSearchParams(address), Date.parse('2026-11-24T12:00:00Z'))).toEqual(query);
  });

  it('leads to the older pages and back', () => {
    const first = new URLSearchParams('outcome=failed');
    const second = olderPage(first, '80');
    const third = olderPage(second, '60');
    expect(third.get('cursor')).toBe('60');
    expect(newerPage(third)!.toString()).toBe(second.toString().replace('trail=&', '').concat('&trail='));
    expect(newerPage(newerPage(third)!)!.toString()).toBe('outcome=failed');
    expect(newerPage(first)).toBeNull();
  });

  it('starts at the newest when a filter changes', () => {
    expect(withFilter(new URLSearchParams('cursor=1&trail=&customer=5'), 'customer', '').toString()).toBe('');
  });
});

describe('a customer as a merchant has it', () => {
  it.each([
    ['7043915268', '7043915268'],
    [' 7043915268 ', '7043915268'],
    ['gid://shopify/Customer/7043915268', '7043915268'],
    ['https://admin.shopify.com/store/acme/customers/7043915268?x=1', '7043915268'],
    ['wc-17', 'wc-17'],
    ['ada@example.com', 'ada@example.com'],
    ['Ada Lovelace', null],
    ['', null],
  ])('%s', (text, id) => {
    expect(readCustomerId(text)).toBe(id);
  });
});
