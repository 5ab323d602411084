// A small client of the Customer Sync for Brevo HTTP API. Needs `fetch` and `crypto.randomUUID`; no dependencies.

const RETRIES = 3;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 20_000;
const TIMEOUT_MS = 30_000;

/** What the API refused, in its own words (RFC 9457), or a call that got no answer (`status` 0). */
export class CustomerSyncError extends Error {
  /** @param {{status: number, type?: string, title?: string, detail?: string, code?: string, errors?: {path: string, message: string, line?: number, column?: number}[]}} problem */
  constructor(problem, options) {
    const faults = (problem.errors ?? []).map(({ path, message }) =>
      path ? `${path}: ${message}` : message,
    );
    const said = faults.length > 0 ? faults.join('; ') : (problem.detail ?? problem.title ?? 'No answer');
    super(said, options);
    this.name = 'CustomerSyncError';
    this.status = problem.status;
    this.type = problem.type ?? 'about:blank';
    this.title = problem.title ?? '';
    this.detail = problem.detail ?? '';
    this.code = problem.code ?? null;
    this.errors = problem.errors ?? [];
  }
}

export class CustomerSyncClient {
  #url;
  #token;
  #fetch;
  #sleep;

  constructor({ url, token, fetch: ownFetch, sleep }) {
    if (!url || !token) throw new TypeError('url and token are required');
    this.#url = `${String(url).replace(/\/+$/, '')}/api/v1`;
    this.#token = token;
    this.#fetch = ownFetch ?? ((...args) => globalThis.fetch(...args));
    this.#sleep = sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.skills = skillsOf(this);
    this.connection = {
      read: () => this.request('GET', '/connection'),
      connect: (apiKey) => this.request('PUT', '/connection', { json: { apiKey } }),
      disconnect: () => this.request('DELETE', '/connection'),
    };
  }

  /**
   * One call of the API; answers the parsed body. Repeated after a lost connection, 429, 502, 503 and 504, which is
   * safe: a POST carries an idempotency key.
   */
  async request(method, path, options = {}) {
    const response = await this.respond(method, path, options);
    if (response.status === 204) return undefined;
    return (response.headers.get('content-type') ?? '').includes('json') ? response.json() : response.text();
  }

  /** The same, with the whole response: headers such as ETag are on it. */
  async respond(method, path, { json, body, headers = {}, query = {} } = {}) {
    const url = new URL(this.#url + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    const init = {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
        ...headers,
      },
      ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
    };
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt === RETRIES;
      let response;
      try {
        response = await this.#fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      } catch (cause) {
        if (last)
          throw new CustomerSyncError({ status: 0, detail: `${url.origin} did not answer` }, { cause });
        await this.#sleep(waitOf(attempt, null));
        continue;
      }
      if (response.ok || response.status === 304) return response;
      if (last || !isPassing(response.status)) throw await refusal(response);
      await response.body?.cancel();
      await this.#sleep(waitOf(attempt, response.headers.get('retry-after')));
    }
  }
}

function skillsOf(client) {
  const at = (name, rest = '') => `/skills/${encodeURIComponent(name)}${rest}`;
  const runs = (plural) => ({
    start: (name, options = {}) => client.request('POST', at(name, `/${plural}`), { json: options }),
    read: (name, id) => client.request('GET', at(name, `/${plural}/${encodeURIComponent(id)}`)),
  });
  return {
    configuration: (name) => client.request('GET', at(name)),
    configure: (name, configuration) => client.request('PUT', at(name), { json: configuration }),
    enable: (name, configuration) => setEnabled(client, at(name), true, configuration),
    disable: (name) => setEnabled(client, at(name), false),
    trigger: (name, event) => client.request('POST', at(name, '/trigger'), { json: event }),
    status: (name, { window } = {}) => client.request('GET', at(name, '/status'), { query: { window } }),
    log: (name, query = {}) => client.request('GET', at(name, '/log'), { query }),
    problems: (name, query = {}) => client.request('GET', at(name, '/problems'), { query }),
    retryProblems: (name, selection) =>
      client.request('POST', at(name, '/problems/retry'), { json: selection }),
    imports: runs('imports'),
    reconciliations: runs('reconciliations'),
  };
}

/** With a configuration it is replaced whole; without one only the switch is turned, on what is stored. */
async function setEnabled(client, path, enabled, configuration) {
  if (configuration !== undefined)
    return client.request('PUT', path, { json: { ...configuration, enabled } });
  for (let attempt = 0; ; attempt += 1) {
    const read = await client.respond('GET', path);
    const stored = await read.json();
    const headers = { 'if-match': read.headers.get('etag') ?? '*' };
    try {
      return await client.request('PUT', path, { json: { ...stored, enabled }, headers });
    } catch (error) {
      // Somebody saved in between: once more on what they saved.
      if (!(error instanceof CustomerSyncError && error.status === 412) || attempt === RETRIES) throw error;
    }
  }
}

function isPassing(status) {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function waitOf(attempt, retryAfter) {
  const asked = Number(retryAfter) * 1_000;
  const own = FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2);
  return Math.min(LONGEST_WAIT_MS, Math.max(own, Number.isFinite(asked) ? asked : 0));
}

async function refusal(response) {
  const text = await response.text();
  try {
    return new CustomerSyncError({ ...JSON.parse(text), status: response.status });
  } catch {
    return new CustomerSyncError({ status: response.status, detail: `Answered ${response.status}` });
  }
}
