import { expect, it } from 'vitest';
import type { RemoteContact } from '../domain/remote.ts';
import { finderOf } from './contact-finder.ts';

function contact(id: number, more: Partial<RemoteContact> = {}): RemoteContact {
  return {
    id,
    email: `c${id}@example.com`,
    extId: String(8_000_000_000_000 + id),
    emailBlacklisted: false,
    smsBlacklisted: false,
    listIds: [2],
    leftListIds: [],
    attributes: { FIRSTNAME: `Zoë ${id}`, SMS: `316${id}` },
    modifiedAt: '2026-11-24T10:00:00.123Z',
    createdAt: null,
    ...more,
  };
}

it('finds each contact by each of its keys, and nobody by what they do not have', () => {
  const bare = contact(4, { email: null, extId: null, attributes: {} });
  const finder = finderOf([contact(1), contact(2), contact(3), bare]);
  for (const id of [1, 2, 3]) {
    expect(finder.find('id', id)?.id).toBe(id);
    expect(finder.find('email', `C${id}@example.com`)?.id).toBe(id);
    expect(finder.find('phone', `+316${id}`)?.id).toBe(id);
    expect(finder.find('extId', String(8_000_000_000_000 + id))?.id).toBe(id);
  }
  expect(finder.find('id', 4)).toBe(bare);
  // A number of one kind is not the number of another.
  expect(finder.find('extId', '1')).toBeNull();
  expect(finder.find('id', 3161)).toBeNull();
  expect(finder.find('email', '')).toBeNull();
  expect(finder.find('phone', '')).toBeNull();
});
