export const FAULT_KINDS = [
  '429',
  '425',
  '402',
  '403',
  '404',
  '405',
  '406',
  '408',
  '422',
  'rejected',
  'invalidEmail',
  'invalidPhone',
  '500html',
  '502',
  '503',
  'reset',
  'resetAfterApply',
  'timeout',
  'timeoutAfterApply',
  'slow',
  'slowDrip',
  'wrongKey',
  'disabledKey',
  'ipBlock',
  'missingHeader',
  'malformedJson',
] as const;

/** What can go wrong on Brevo's side. The `AfterApply` kinds do what was asked and lose the answer. */
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** How many calls it hits; absent: until cleared. */
  times?: number;
  /** From 0 to 1; absent: every call. */
  probability?: number;
  /** How long `slow` waits, `slowDrip` takes, and a timeout is silent before the connection breaks. */
  ms?: number;
  match?: (method: string, path: string, body: unknown) => boolean;
}

/** A fault as it comes over HTTP: the predicate is a method and a regular expression over the path after /v3. */
export interface FaultOrder extends Omit<Fault, 'match'> {
  method?: string;
  path?: string;
}

/** Reads what the page or a test sent; throws when there is no such fault. */
export function readFault({ method, path, ...fault }: FaultOrder): Fault {
  if (!FAULT_KINDS.includes(fault.kind)) throw new Error(`There is no fault ${fault.kind}`);
  if (method === undefined && path === undefined) return fault;
  const pattern = path === undefined ? null : new RegExp(path);
  return {
    ...fault,
    match: (m, p) => (method === undefined || m === method) && (pattern === null || pattern.test(p)),
  };
}

export class Faults {
  #all: Fault[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(fault: Fault): void {
    this.#all.push({ ...fault });
  }

  clear(): void {
    this.#all = [];
  }

  get active(): FaultKind[] {
    return this.#all.map((fault) => fault.kind);
  }

  /** The fault that hits this call, if any; its count goes down. */
  next(method: string, path: string, body: unknown = null): Fault | undefined {
    const fault = this.#all.find(
      (f) =>
        (f.match?.(method, path, body) ?? true) &&
        (f.probability === undefined || this.#random() < f.probability),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#all = this.#all.filter((f) => f !== fault);
    }
    return fault;
  }
}

export interface Refusal {
  status: number;
  body: string;
  type: string;
}

const json = (status: number, body: unknown): Refusal => ({
  status,
  body: JSON.stringify(body),
  type: 'application/json',
});

/** The answers of faults that answer at all (facts section 1). */
export const FAULT_ANSWERS: Partial<Record<FaultKind, Refusal>> = {
  '429': json(429, { message: 'Too many requests' }),
  '425': json(425, { code: 'account_in_process', message: 'Too early' }),
  '402': json(402, { code: 'not_enough_credits', message: 'You do not have enough credits' }),
  '403': json(403, { code: 'permission_denied', message: 'Permission denied' }),
  '404': json(404, { code: 'document_not_found', message: 'Contact does not exist' }),
  '405': json(405, { code: 'method_not_allowed', message: 'The address is registered with Brevo' }),
  '406': json(406, { code: 'not_acceptable', message: 'Not acceptable' }),
  '408': { status: 408, body: 'Request Timeout', type: 'text/plain' },
  '422': json(422, { code: 'unprocessable_entity', message: 'The request cannot be processed' }),
  rejected: json(400, { code: 'bad_request', message: 'Bad request' }),
  invalidEmail: json(400, { code: 'invalid_parameter', message: 'Invalid email address' }),
  invalidPhone: json(400, { code: 'invalid_parameter', message: 'Invalid phone number' }),
  '500html': {
    status: 500,
    body: '<html><body><h1>500 Internal Server Error</h1></body></html>',
    type: 'text/html',
  },
  '502': { status: 502, body: '<html><body>502 Bad Gateway</body></html>', type: 'text/html' },
  '503': {
    status: 503,
    body: 'upstream connect error or disconnect/reset before headers',
    type: 'text/plain',
  },
  wrongKey: json(401, { code: 'unauthorized', message: 'Key not found' }),
  disabledKey: json(401, { message: 'API Key is not enabled', code: 'unauthorized' }),
  missingHeader: json(401, { message: 'authentication not found in headers', code: 'unauthorized' }),
  ipBlock: json(401, {
    message:
      'We have detected you are using an unrecognised IP address 203.0.113.7. If you performed this action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips',
    code: 'unauthorized',
  }),
};
