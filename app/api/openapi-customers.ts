import type { CustomerView } from '../customer-view.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { answer, type Json, json, operation, SKILL } from './openapi-operation.ts';

const at = '2026-11-24T10:00:02.120Z';
const silent = { store: null, brevo: 'open', optOut: null, decision: null } as const;

const CUSTOMER_EXAMPLE: CustomerView = {
  customer: '7301123456789',
  source: 'shopify',
  readAt: '2026-11-24T10:05:00.000Z',
  known: true,
  answer: {
    code: 'blocked_by_brevo',
    params: { at },
    text: 'The contact is in Brevo with the data of the store, and blocked because the person opted out in Brevo.',
  },
  halt: null,
  store: {
    state: 'found',
    message: null,
    customer: {
      email: 'ada@example.com',
      phone: null,
      firstName: 'Ada',
      lastName: 'Byron',
      tags: ['VIP'],
      updatedAt: at,
    },
  },
  brevo: {
    state: 'found',
    message: null,
    contact: {
      id: 812,
      email: 'ada@example.com',
      extId: '7301123456789',
      emailBlocked: true,
      smsBlocked: false,
      onList: false,
      listIds: [],
      attributes: { FIRSTNAME: 'Ada', LASTNAME: 'Byron' },
      modifiedAt: at,
    },
  },
  consent: {
    email: {
      store: {
        state: 'subscribed',
        level: 'single_opt_in',
        at: '2026-11-01T08:00:00.000Z',
        system: 'shopify',
      },
      brevo: 'blocked',
      optOut: { at, system: 'brevo' },
      decision: { listed: 'leave', block: 'set', overruled: { at, system: 'brevo' } },
    },
    sms: silent,
  },
  differences: [],
  link: { state: 'synced', brevoId: 812, syncedAt: at, appliedAt: at, phoneLeftOut: false },
  pending: null,
  problem: null,
  warnings: [],
  entries: EXAMPLES.log.entries,
};

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: "The source's plain id",
};
const search = { customers: [{ customer: '7301123456789', source: 'shopify', foundBy: ['store', 'link'] }] };

/** The addresses of one customer: why they are (not) in Brevo, who has an address, sync now. */
export function customerPaths(): Json {
  return {
    [`${SKILL}/customers`]: {
      get: operation({
        id: 'findCustomers',
        summary: 'Who has an e-mail address: in the store now, by what was sent last, and in Brevo',
        parameters: [{ name: 'email', in: 'query', required: true, schema: { type: 'string' } }],
        answers: {
          200: answer(
            'Who has it',
            json('EmailSearch', { ...search, contact: { id: 812, customer: '7301123456789' }, unread: [] }),
          ),
        },
        problems: ['invalid'],
      }),
    },
    [`${SKILL}/customers/{id}`]: {
      get: operation({
        id: 'getCustomer',
        summary: 'Why this person is or is not in Brevo',
        description:
          'Both sides are read when this is called. What cannot be read within seconds is said to be `unread`; the rest is answered all the same.',
        parameters: [ID],
        answers: { 200: answer('The customer on both sides', json('Customer', CUSTOMER_EXAMPLE)) },
        problems: ['not_found'],
      }),
    },
    [`${SKILL}/customers/{id}/sync`]: {
      post: operation({
        id: 'syncCustomer',
        summary: 'Queues a fresh look at the customer, delivered even when nothing changed',
        parameters: [ID],
        answers: { 202: answer('Queued', json('Accepted', EXAMPLES.accepted)) },
        problems: ['not_found', 'not_connected'],
      }),
    },
    [`${SKILL}/customers/{id}/phone`]: {
      put: operation({
        id: 'choosePhone',
        summary: "Keeps the customer's phone out of Brevo from now on, or sends it again",
        description: 'The customer is synced at once. One without an e-mail address keeps the phone.',
        parameters: [ID],
        body: { content: json('PhoneRequest', { leftOut: true }), required: true },
        answers: { 202: answer('Queued', json('Accepted', EXAMPLES.accepted)) },
        problems: ['not_found', 'not_connected'],
      }),
    },
  };
}
