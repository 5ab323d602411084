import { describe, expect, test } from 'vitest';
import { parseTrigger } from './trigger.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const good = {
  event: 'customer_created',
  timestamp: '2026-11-24T09:59:00+01:00',
  data: { id: 'c-1', email: 'a@example.com' },
};

describe('parseTrigger', () => {
  test('takes an event as the design writes it', () => {
    const changes = { firstName: { old: 'A', new: 'B' } };
    expect(parseTrigger({ ...good, event: 'customer_updated', changes }, NOW)).toEqual({
      kind: 'valid',
      trigger: {
        event: 'customer_updated',
        occurredAt: new Date('2026-11-24T08:59:00Z'),
        customerId: 'c-1',
        data: good.data,
        changes,
      },
    });
  });

  test.each<[unknown, string]>([
    [7301123456789, '7301123456789'],
    ['9007199254740993', '9007199254740993'],
    [' c-1 ', 'c-1'],
    ['gid://shopify/Customer/42', '42'],
  ])('the id %j is %s', (id, customerId) => {
    const reading = parseTrigger({ event: 'customer_deleted', data: { id } }, NOW);
    expect(reading).toMatchObject({ kind: 'valid', trigger: { customerId, occurredAt: NOW, changes: {} } });
  });

  test('other keys are let pass, and an address that is no address is judged at delivery', () => {
    expect(
      parseTrigger({ ...good, id: 'evt_1', data: { ...good.data, email: 'nonsense', city: 'Ghent' } }, NOW)
        .kind,
    ).toBe('valid');
  });

  test.each<[unknown, string[]]>([
    [undefined, ['', 'data']],
    [{}, ['event', 'data']],
    [{ event: 'customer_created' }, ['data']],
    [{ data: good.data }, ['event']],
    [{ ...good, event: 'order_created' }, ['event']],
    [{ ...good, event: 5 }, ['event']],
    [{ ...good, data: null }, ['data']],
    [{ ...good, data: [] }, ['data']],
    [{ ...good, data: 'x' }, ['data']],
    [{ ...good, data: {} }, ['data.id', 'data.email']],
    [{ ...good, data: { email: 'a@example.com' } }, ['data.id']],
    [{ ...good, data: { id: 'c-1' } }, ['data.email']],
    [{ ...good, data: { id: 'c-1', email: '  ' } }, ['data.email']],
    [{ ...good, data: { id: 'c-1', email: null, phone: '+31612345678' } }, ['data.email']],
    [{ ...good, data: { id: '', email: 'a@example.com' } }, ['data.id']],
    [{ ...good, data: { id: 1.5, email: 'a@example.com' } }, ['data.id']],
    [{ ...good, data: { id: 0, email: 'a@example.com' } }, ['data.id']],
    [{ ...good, data: { id: {}, email: 'a@example.com' } }, ['data.id']],
    [{ event: 'customer_deleted', data: {} }, ['data.id']],
    [{ ...good, timestamp: 'yesterday' }, ['timestamp']],
    [{ ...good, timestamp: '' }, ['timestamp']],
    [{ ...good, timestamp: 1764000000 }, ['timestamp']],
    [{ ...good, timestamp: '2026-11-24' }, ['timestamp']],
    [{ ...good, timestamp: '2026-11-24T10:00:00' }, ['timestamp']],
    [{ ...good, timestamp: '2026-02-30T10:00:00Z' }, ['timestamp']],
    [{ ...good, timestamp: '2026-11-25T10:00:01Z' }, ['timestamp']],
    [{ ...good, timestamp: '1970-01-01T00:00:00Z' }, ['timestamp']],
    [{ ...good, changes: 'x' }, ['changes']],
    [{ ...good, changes: { firstName: 'B' } }, ['changes.firstName']],
  ])('%j has its faults at %j', (sent, paths) => {
    const reading = parseTrigger(sent, NOW);
    expect(reading.kind === 'invalid' && reading.faults.map((f) => f.path)).toEqual(paths);
  });
});
