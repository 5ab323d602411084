const NONE: readonly number[] = [];
/** One array per combination of lists: a million contacts on the same list share one. */
const SHARED = new Map<string, readonly number[]>();

function share(ids: readonly number[]): readonly number[] {
  if (ids.length === 0) return NONE;
  const key = ids.join();
  const known = SHARED.get(key);
  if (known) return known;
  SHARED.set(key, ids);
  return ids;
}

/** The lists of a contact, in the order it joined them: a Set of numbers in a tenth of the memory. */
export class ListIds {
  #ids = NONE;

  get size(): number {
    return this.#ids.length;
  }

  has(id: number): boolean {
    return this.#ids.includes(id);
  }

  add(id: number): void {
    if (!this.has(id)) this.#ids = share([...this.#ids, id]);
  }

  delete(id: number): void {
    if (this.has(id)) this.#ids = share(this.#ids.filter((other) => other !== id));
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#ids[Symbol.iterator]();
  }
}
