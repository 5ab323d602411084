import { setImmediate as othersAsked } from 'node:timers/promises';

/** What a word with the world concerns: only words with the database are kept apart by transactions. */
export type Subject = 'brevo' | 'source' | 'database';

interface Turn {
  subject: Subject;
  /** The database connection, where it is one of its own. */
  owner: object | null;
  what: string;
  run: () => Promise<unknown> | unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Every word of a process with the world, one after the other, in an order that a seed decides. Between two turns the
 * process runs until all of it waits again, so the same seed gives the same run, whatever the machine does, and
 * another seed another interleaving. A transaction is not interleaved with other words to the database: the lock that
 * one might wait for would be freed in a turn that never comes.
 */
export class Turns {
  /** What happened, in order: two plays of one history have the same. */
  readonly trace: string[] = [];
  readonly #onTurn: () => void;
  #state = 0;
  #waiting: Turn[] = [];
  #running = false;
  #transaction: object | null = null;

  /** `onTurn` is told before each: it moves the clock. */
  constructor(onTurn: () => void) {
    this.#onTurn = onTurn;
  }

  /** Another history begins; 0 takes turns in the order of asking. */
  restart(seed: number): void {
    this.#state = seed;
    this.#transaction = null;
    this.trace.length = 0;
  }

  /** A number below `below`, by the seed. */
  choose(below: number): number {
    // No choice, no number used: how often nobody waits is up to the machine.
    if (this.#state === 0 || below < 2) return 0;
    // Numerical Recipes' linear congruential generator: its upper bits are good enough to shuffle.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0 || 1;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  take<T>(
    subject: Subject,
    what: string,
    run: () => Promise<T> | T,
    owner: object | null = null,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ subject, owner, what, run, resolve, reject });
      if (!this.#running) void this.#go();
    });
  }

  /** The connection is gone, and its transaction with it. */
  gone(owner: object): void {
    if (this.#transaction === owner) this.#transaction = null;
  }

  async #go(): Promise<void> {
    this.#running = true;
    await othersAsked();
    for (let turn = this.#next(); turn; turn = this.#next()) {
      this.#onTurn();
      this.trace.push(`${turn.subject} ${turn.what}`);
      try {
        const value = await turn.run();
        if (turn.owner && /^\s*begin/i.test(turn.what)) this.#transaction = turn.owner;
        turn.resolve(value as never);
      } catch (error) {
        turn.reject(error);
      }
      if (turn.owner === this.#transaction && /^\s*(commit|rollback)/i.test(turn.what))
        this.#transaction = null;
      await othersAsked();
    }
    this.#running = false;
  }

  #next(): Turn | undefined {
    const open = this.#transaction;
    const free = this.#waiting.filter((t) => !open || t.subject !== 'database' || t.owner === open);
    const turn = free[this.choose(free.length)] ?? this.#waiting[0];
    this.#waiting = this.#waiting.filter((t) => t !== turn);
    return turn;
  }
}
