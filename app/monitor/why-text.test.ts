import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import en from '../components/i18n/en.json' with { type: 'json' };
import nl from '../components/i18n/nl.json' with { type: 'json' };
import { whySentence } from '../components/why.ts';
import { WHY_TEXT, whyText } from './why-text.ts';

describe('the answers in words', () => {
  it('are the same in the API and on the English screens', () => {
    expect(en.why).toEqual(WHY_TEXT);
  });

  it('fill in what they need, in each language', async () => {
    const answer = {
      code: 'waiting_retry' as const,
      params: { attempt: 3, until: '2026-11-24T10:00:00.000Z' },
    };
    expect(whyText(answer)).toBe('Sending failed 3 times and is tried again at 2026-11-24T10:00:00.000Z.');
    const i18n = createInstance({
      lng: 'nl',
      resources: { nl: { translation: nl } },
      interpolation: { escapeValue: false },
    });
    await i18n.init();
    expect(whySentence(i18n.t, 'nl', answer)).toMatch(/3 keer mislukt .* op 24 nov 2026/);
    for (const text of Object.values(WHY_TEXT)) expect(text).toMatch(/[.}]$/);
  });
});
