import { describe, expect, it } from 'vitest';
import { noteCall, recordSteps, shapeOf } from './steps.server.ts';

const CALL = { method: 'PUT', path: '/contacts/noor%40example.com', status: 204, ms: 12.4 };

describe('the steps of a change', () => {
  it('shows what was sent without anything of the person', () => {
    const sent = {
      email: 'noor@example.com',
      emailBlacklisted: true,
      listIds: [2],
      attributes: { FIRSTNAME: 'Noor', SMS: '+31612345678', TOTAL_ORDERS: 3, LASTNAME: null, OPT_IN: false },
    };
    expect(shapeOf(sent)).toEqual({
      email: '[text of 16]',
      emailBlacklisted: true,
      listIds: [2],
      attributes: {
        FIRSTNAME: '[text of 4]',
        SMS: '[text of 12]',
        TOTAL_ORDERS: '[number]',
        LASTNAME: null,
        OPT_IN: false,
      },
    });
  });

  it('keeps the calls of changes that are worked on side by side apart', async () => {
    const [one, other] = await Promise.all([
      recordSteps(async () => {
        await Promise.resolve();
        noteCall(CALL);
        return 1;
      }),
      recordSteps(async () => 2),
    ]);
    expect(one).toEqual({ ending: 1, taken: [{ call: 'PUT /contacts/[email]', status: 204, ms: 12 }] });
    expect(other.taken).toEqual([]);
  });

  it('notes nothing where nobody records, and reads answers that are no JSON', async () => {
    noteCall(CALL);
    const { taken } = await recordSteps(async () => {
      noteCall({ ...CALL, answered: '<html>of noor@example.com</html>' });
      noteCall({ ...CALL, answered: '{"code":"duplicate_parameter","message":"noor@example.com is taken"}' });
    });
    expect(taken.map(({ answered }) => answered)).toEqual([
      '<html>of [email]</html>',
      { code: 'duplicate_parameter', message: '[email] is taken' },
    ]);
  });
});
