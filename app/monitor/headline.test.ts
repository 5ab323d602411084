import { describe, expect, it } from 'vitest';
import { headlineOf } from './headline.ts';

const well = {
  connection: { connected: true, health: 'ok' as const },
  status: { enabled: true, paused: false, queueDepth: 0 },
  hasProblems: false,
  fieldMissing: false,
  reach: 'everyone' as const,
  importing: false,
};

describe('the headline', () => {
  it.each([
    ['all well', well, 'in_sync', 'success'],
    ['nothing sent so far', { ...well, reach: 'nothing' as const }, 'ready', 'info'],
    ['no import so far', { ...well, reach: 'changes' as const }, 'in_sync_so_far', 'success'],
    ['an import is still reading', { ...well, importing: true }, 'importing', 'info'],
    ['changes wait', { ...well, status: { ...well.status, queueDepth: 3 } }, 'waiting', 'info'],
    ['a failure waits for a person', { ...well, hasProblems: true }, 'problems', 'warning'],
    ['a field has nowhere to go', { ...well, fieldMissing: true }, 'field_missing', 'warning'],
    ['not connected', { ...well, connection: { connected: false, health: null } }, 'not_connected', 'info'],
    [
      'the key is refused',
      { ...well, connection: { connected: true, health: 'unauthorized' as const } },
      'key_refused',
      'critical',
    ],
    [
      'Brevo is down',
      { ...well, connection: { connected: true, health: 'unreachable' as const } },
      'unreachable',
      'warning',
    ],
    ['paused', { ...well, status: { ...well.status, paused: true, queueDepth: 9 } }, 'paused', 'warning'],
    [
      'switched off',
      { ...well, status: { ...well.status, enabled: false, paused: true } },
      'switched_off',
      'warning',
    ],
  ])('%s', (_name, facts, name, tone) => {
    expect(headlineOf(facts)).toEqual({ name, tone, waiting: facts.status.queueDepth });
  });
});
