/** A call of the shop's API. */
export interface ShopCall {
  /** Milliseconds since 1970. */
  at: number;
  method: string;
  path: string;
  /** null: nobody was answered, the connection broke. */
  status: number | null;
}

/** What a person fills in of a customer on the shop's page. */
export interface ShopCustomer {
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  country: string;
  newsletter: boolean;
}

/** A shop as its page shows it: a person does things there, and sees what the app does. */
export interface Shop {
  name: string;
  /** How the app learns of what happens here, and what else a person wonders about. */
  note: string;
  /** What is pasted into the app: by the label of the field there. */
  keys: [label: string, value: string][];
  /** How many there are, and the newest of them. */
  customers(most: number): { total: number; newest: (ShopCustomer & { id: number; orders: number })[] };
  /** Why it cannot be done, in words; null: it was done. Shops let nobody have the address of another. */
  create(customer: ShopCustomer): string | null;
  edit(id: number, customer: ShopCustomer): string | null;
  remove(id: number): void;
  order(id: number, total: number): void;
  /** What the app asked the shop, newest last. */
  calls(): readonly ShopCall[];
  /** What the shop told the app, newest last; null: it tells nobody anything. */
  told(): readonly { at: number; what: string; status: number }[] | null;
  /** How the shop answers the app from now on. */
  behave(behaviour: Behaviour): void;
  behaviour(): Behaviour;
}

export const BEHAVIOURS = ['well', '503', '429', 'denied', 'reset'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];
