import { describe, expect, it } from 'vitest';
import type { RemoteContact } from '../domain/remote.ts';
import { ContactIndex } from './contact-index.ts';
import { SeenIds } from './seen-ids.ts';

function contact(id: number, more: Partial<RemoteContact> = {}): RemoteContact {
  return {
    id,
    email: `c${id}@example.com`,
    extId: String(8_000_000_000_000 + id),
    emailBlacklisted: id % 2 === 0,
    smsBlacklisted: id % 3 === 0,
    listIds: [2],
    leftListIds: id % 2 === 0 ? [7] : [],
    attributes: { FIRSTNAME: `Zoë ${id}`, SMS: `316${id}`, OTHER: 'not compared' },
    modifiedAt: id % 5 === 0 ? null : '2026-11-24T10:00:00.123Z',
    ...more,
  };
}

describe('the index of contacts', () => {
  it('finds each of many by each of its keys, with what is compared and no more', () => {
    const index = new ContactIndex(['FIRSTNAME']);
    for (let id = 1; id <= 20_000; id += 1) index.add(contact(id));
    expect(index.size).toBe(20_000);
    for (const id of [1, 2, 999, 10_000, 20_000]) {
      const { OTHER: _, ...attributes } = contact(id).attributes;
      const wanted = { ...contact(id), attributes };
      expect(index.find('id', id)).toEqual(wanted);
      expect(index.find('email', `C${id}@example.com`)).toEqual(wanted);
      expect(index.find('phone', `+316${id}`)).toEqual(wanted);
      expect(index.find('extId', String(8_000_000_000_000 + id))).toEqual(wanted);
    }
    expect(index.find('id', 20_001)).toBeNull();
    expect(index.find('email', 'nobody@example.com')).toBeNull();
  });

  it('holds contacts without keys, and ones larger than a chunk', () => {
    const index = new ContactIndex(['FIRSTNAME']);
    const long = 'ü'.repeat(800_000);
    index.add(contact(1, { email: null, extId: null, attributes: {} }));
    index.add(contact(2, { attributes: { FIRSTNAME: long } }));
    index.add(contact(3));
    expect(index.find('id', 1)?.attributes).toEqual({});
    expect(index.find('id', 2)?.attributes.FIRSTNAME).toBe(long);
    expect(index.find('id', 3)?.attributes.FIRSTNAME).toBe('Zoë 3');
  });
});

describe('the set of ids', () => {
  it('knows exactly what was added', () => {
    const seen = new SeenIds();
    for (let id = 1; id <= 5_000; id += 1) seen.add(String(8_000_000_000_000 + id * 3));
    for (const id of ['0', 'abc', '007', '90071992547409931', '']) seen.add(id);
    seen.add('abc');
    expect(seen.size).toBe(5_005);
    for (let id = 1; id <= 15_000; id += 1)
      expect(seen.has(String(8_000_000_000_000 + id))).toBe(id % 3 === 0);
    for (const id of ['0', 'abc', '007', '90071992547409931', '']) expect(seen.has(id)).toBe(true);
    for (const id of ['7', '90071992547409932', 'abcd']) expect(seen.has(id)).toBe(false);
  });
});
