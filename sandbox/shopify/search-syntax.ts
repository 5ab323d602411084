import { type StoreCustomer, spent } from './store-customer.ts';

type Test = (customer: StoreCustomer) => boolean;

/** Shopify's search syntax for customers: terms with AND, OR, NOT, `-`, brackets, comparisons, `*` at the end. */
export function matcher(query: string): Test {
  const tokens =
    query.match(/-?\w+:(?:>=|<=|>|<)?(?:'[^']*'|"[^"]*"|[^\s()]+)|"[^"]*"|'[^']*'|[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const any = (): Test => {
    const tests = [all()];
    while (tokens[next] === 'OR') {
      next += 1;
      tests.push(all());
    }
    return (customer) => tests.some((matches) => matches(customer));
  };
  const all = (): Test => {
    const tests: Test[] = [];
    while (next < tokens.length && tokens[next] !== 'OR' && tokens[next] !== ')') {
      if (tokens[next] === 'AND') next += 1;
      else tests.push(one());
    }
    return (customer) => tests.every((matches) => matches(customer));
  };
  const one = (): Test => {
    const token = tokens[next++] ?? '';
    if (token === 'NOT' && next < tokens.length) return not(one());
    if (token !== '(') return token.startsWith('-') ? not(term(token.slice(1))) : term(token);
    const inner = any();
    next += 1;
    return inner;
  };
  return any();
}

function not(test: Test): Test {
  return (customer) => !test(customer);
}

/** Fields with texts; a customer matches when one of them does. */
const TEXTS: Record<string, (c: StoreCustomer) => (string | null | undefined)[]> = {
  id: (c) => [c.id],
  email: (c) => [c.email],
  phone: (c) => [c.phone],
  tag: (c) => c.tags,
  first_name: (c) => [c.firstName],
  last_name: (c) => [c.lastName],
  state: (c) => [c.state],
  country: (c) => [c.address?.country, c.address?.countryCode],
  accepts_marketing: (c) => [String(c.emailConsent.state === 'SUBSCRIBED')],
};

const NUMBERS: Record<string, (c: StoreCustomer) => number> = {
  orders_count: (c) => c.orders.length,
  total_spent: (c) => Number(spent(c)),
};

const TIMES: Record<string, (c: StoreCustomer) => number | undefined> = {
  updated_at: (c) => c.updatedAt,
  customer_date: (c) => c.createdAt,
  created_at: (c) => c.createdAt,
  order_date: (c) => c.orders.at(-1)?.processedAt,
};

function term(text: string): Test {
  const field = /^(\w+):(>=|<=|>|<)?(.*)$/s.exec(text);
  if (!field) return freeText(unquoted(text));
  const [, name = '', operator = '', raw = ''] = field;
  const value = unquoted(raw);
  if (name === 'tag_not') return not(term(`tag:${raw}`));
  const texts = TEXTS[name];
  if (texts) return (c) => texts(c).some((each) => each != null && isText(each, value));
  const numberOf = NUMBERS[name];
  if (numberOf) return (c) => compares(numberOf(c), operator, Number(value));
  const timeOf = TIMES[name];
  if (!timeOf) return freeText(text);
  // Timestamps must be quoted, or they lose their time part; `>` was seen behaving as `>=` (facts section 5).
  const at = Date.parse(/^['"]/.test(raw) ? value : value.slice(0, 10));
  return (c) => {
    const time = timeOf(c);
    if (time === undefined) return false;
    return operator.startsWith('<') ? time <= at : time >= at;
  };
}

function isText(text: string, wanted: string): boolean {
  const [has, wants] = [text.toLowerCase(), wanted.toLowerCase()];
  return wants.endsWith('*') ? has.startsWith(wants.slice(0, -1)) : has === wants;
}

function compares(number: number, operator: string, wanted: number): boolean {
  if (operator === '>') return number > wanted;
  if (operator === '>=') return number >= wanted;
  if (operator === '<') return number < wanted;
  if (operator === '<=') return number <= wanted;
  return number === wanted;
}

function freeText(text: string): Test {
  const wanted = text.toLowerCase().replace(/\*$/, '');
  return (c) =>
    [c.firstName, c.lastName, c.email, c.phone, c.id].some((value) => value?.toLowerCase().includes(wanted));
}

function unquoted(text: string): string {
  return text.replace(/^(['"])(.*)\1$/s, '$2');
}
