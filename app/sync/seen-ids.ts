/**
 * A set of customer ids that costs about 16 bytes an id, so that a store of a million customers can be remembered while
 * its file goes by. Numeric ids live in a typed array; others (custom sources, ids beyond 2^53) in an ordinary set.
 */
export class SeenIds {
  #slots = new Float64Array(1_024);
  #used = 0;
  readonly #others = new Set<string>();

  add(id: string): void {
    const number = exactNumber(id);
    if (number === null) {
      this.#others.add(id);
      return;
    }
    const at = this.#find(number);
    if (this.#slots[at] === number) return;
    this.#slots[at] = number;
    this.#used += 1;
    if (this.#used * 2 > this.#slots.length) this.#grow();
  }

  has(id: string): boolean {
    const number = exactNumber(id);
    return number === null ? this.#others.has(id) : this.#slots[this.#find(number)] === number;
  }

  get size(): number {
    return this.#used + this.#others.size;
  }

  /** The slot of a number, or the empty one (0) where it would go. */
  #find(number: number): number {
    const mask = this.#slots.length - 1;
    let at = hashOf(number) & mask;
    while (this.#slots[at] !== 0 && this.#slots[at] !== number) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    for (const number of before) if (number !== 0) this.#slots[this.#find(number)] = number;
  }
}

/** The number that spells exactly like the id; 0 marks an empty slot and is therefore none. */
function exactNumber(id: string): number | null {
  const number = Number(id);
  return number > 0 && Number.isSafeInteger(number) && String(number) === id ? number : null;
}

function hashOf(number: number): number {
  const low = number >>> 0;
  const high = (number / 4_294_967_296) >>> 0;
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
