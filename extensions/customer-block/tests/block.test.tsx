/// <reference types="@shopify/ui-extensions/admin.customer-details.block.render" />
import { getExtension } from '@shopify/ui-extensions-tester';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const extension = getExtension('admin.customer-details.block.render');

const SYNCED = {
  answer: { code: 'on_list', params: {}, text: 'The contact is in Brevo.' },
  brevo: { contact: { id: 7, emailBlocked: false, smsBlocked: false, onList: true } },
  consent: {
    email: { store: { state: 'subscribed' }, brevo: 'open' },
    sms: { store: { state: 'never' }, brevo: 'open' },
  },
  link: { state: 'synced', syncedAt: '2026-11-24T10:00:00.000Z' },
  pending: null,
  problem: null,
};
const PROBLEM = {
  ...SYNCED,
  answer: { code: 'problem', params: {}, text: 'This customer could not be synced: no such attribute' },
  brevo: { contact: null },
  problem: { cause: 'attribute_missing', message: 'No such attribute.', fix: 'Create the attribute.' },
};

beforeEach(() => {
  extension.setUp();
  extension.shopify.data.selected = [{ id: 'gid://shopify/Customer/7000000000001' }];
});
afterEach(() => extension.tearDown());

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const text = () => document.body.textContent;
const button = () => document.body.querySelector('s-button') as HTMLElement;

/** Answers by method; each call is kept as `METHOD path`. */
function app(answers: Record<string, (call: number) => Response | Promise<Response>>): string[] {
  const calls: string[] = [];
  extension.fetch = vi.fn(async (url: string, init?: RequestInit) => {
    const method = init?.method ?? 'GET';
    calls.push(`${method} ${url}`);
    return (await answers[method]?.(calls.length)) ?? json({}, 500);
  }) as typeof fetch;
  return calls;
}

describe('the customer block', () => {
  it('asks the app about the customer of the page', async () => {
    const calls = app({ GET: () => json(SYNCED) });
    await extension.render();
    await vi.waitFor(() => expect(text()).toContain('standing.synced'));
    expect(calls).toEqual(['GET /api/v1/skills/customer-sync/customers/7000000000001']);
    expect(document.body.querySelector('s-badge')?.getAttribute('tone')).toBe('success');
    expect(document.body.querySelector('s-link')?.getAttribute('href')).toBe(
      'app:app/customers/7000000000001',
    );
  });

  it('shows the open problem with what to do, and turns to synced once it was sent again', async () => {
    let sent = false;
    const calls = app({
      GET: () => json(sent ? SYNCED : PROBLEM),
      POST: () => {
        sent = true;
        return json({ changeId: 'a' }, 202);
      },
    });
    await extension.render();
    await vi.waitFor(() => expect(text()).toContain('Create the attribute.'));
    expect(document.body.querySelector('s-banner')?.getAttribute('tone')).toBe('critical');
    button().click();
    await vi.waitFor(() => expect(text()).toContain('standing.synced'));
    expect(calls.filter((call) => call.startsWith('POST'))).toEqual([
      'POST /api/v1/skills/customer-sync/customers/7000000000001/sync',
    ]);
  });

  it.each([
    ['a customer the app does not know', () => json({}, 404), 'unknown'],
    ['an app that fails', () => json({}, 500), 'failed'],
    ['an app that is out of reach', () => Promise.reject(new TypeError('Failed to fetch')), 'failed'],
  ])('says so for %s', async (_, answer, expected) => {
    app({ GET: answer });
    await extension.render();
    await vi.waitFor(() => expect(text()).toContain(expected));
  });

  it('says that the customer was not queued when the app refuses', async () => {
    app({ GET: () => json(SYNCED), POST: () => json({}, 409) });
    await extension.render();
    await vi.waitFor(() => expect(button()).toBeTruthy());
    button().click();
    await vi.waitFor(() => expect(text()).toContain('refused'));
  });

  it.each([
    [{ pending: { since: '2026-11-24T10:00:00.000Z' } }, 'waiting'],
    [{ brevo: { contact: null } }, 'absent'],
    [{ brevo: { contact: { ...SYNCED.brevo.contact, emailBlocked: true } } }, 'blocked'],
    [{ answer: { ...SYNCED.answer, code: 'differs' } }, 'differs'],
  ])('names where the customer stands: %o', async (change, standing) => {
    app({ GET: () => json({ ...SYNCED, ...change }) });
    await extension.render();
    await vi.waitFor(() => expect(text()).toContain(`standing.${standing}`));
  });
});
