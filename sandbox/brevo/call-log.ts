/** One call of the API, from its arrival on; a test asks it what was sent and what ran at the same time. */
export interface Call {
  method: string;
  /** After /v3, with the query. */
  path: string;
  body: unknown;
  /** `null` while it runs, and for ever when its connection was cut. */
  status: number | null;
  /** By the world's clock; `at` is `startedAt`. */
  at: number;
  startedAt: number;
  endedAt: number | null;
  /** Places in the order of all beginnings and ends: exact where the clock stands still. */
  startedNo: number;
  endedNo: number | null;
  key: string;
  requestId: string;
}

/** Bytes of bodies that are kept; beyond it the oldest large bodies go, so that a million rows of imports do not stay. */
const MOST_BYTES = 64 * 1024 * 1024;
const LARGE = 64 * 1024;

/** The calls in the order of their arrival, the newest `keep` of them. */
export class CallLog {
  all: Call[] = [];
  keep = 20_000;
  /** All that ever arrived. */
  count = 0;
  #large: { call: Call; bytes: number }[] = [];
  #no = 0;

  begin(call: Pick<Call, 'method' | 'path' | 'key' | 'requestId'>, now: number): Call {
    this.count += 1;
    const made: Call = {
      ...call,
      body: null,
      status: null,
      at: now,
      startedAt: now,
      endedAt: null,
      startedNo: ++this.#no,
      endedNo: null,
    };
    this.all.push(made);
    // In portions, because taking from the front moves everything behind it.
    if (this.all.length > this.keep + Math.min(1_000, this.keep)) this.all = this.all.slice(-this.keep);
    return made;
  }

  /** Notes what was sent; a body that had to go reads 'dropped'. */
  sent(call: Call, body: unknown, bytes: number): void {
    call.body = body;
    if (bytes < LARGE) return;
    this.#large.push({ call, bytes });
    let total = this.#large.reduce((sum, entry) => sum + entry.bytes, 0);
    while (total > MOST_BYTES) {
      const oldest = this.#large.shift();
      if (!oldest) break;
      oldest.call.body = 'dropped';
      total -= oldest.bytes;
    }
  }

  end(call: Call, status: number | null, now: number): void {
    call.status = status;
    call.endedAt = now;
    call.endedNo = ++this.#no;
  }
}
