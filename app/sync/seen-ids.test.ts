import { describe, expect, it } from 'vitest';
import { SeenIds } from './seen-ids.ts';

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
