export type ShopifyFaultKind =
  | 'throttled'
  | '429'
  | '500'
  | '502'
  | '503'
  | 'reset'
  | 'timeout'
  | '401'
  | '403'
  | 'malformedJson'
  | 'pcd';

export interface ShopifyFault {
  kind: ShopifyFaultKind;
  times?: number;
  probability?: number;
  match?: (operation: string) => boolean;
}

/** What can go wrong on the store's side, as switches. */
export class ShopifyFaults {
  #all: ShopifyFault[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(fault: ShopifyFault): void {
    this.#all.push({ ...fault });
  }

  clear(): void {
    this.#all = [];
  }

  next(operation: string): ShopifyFaultKind | undefined {
    const fault = this.#all.find(
      (f) =>
        (f.match?.(operation) ?? true) && (f.probability === undefined || this.#random() < f.probability),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#all = this.#all.filter((f) => f !== fault);
    }
    return fault?.kind;
  }
}
