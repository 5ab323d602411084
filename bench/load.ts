import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';

// The load: a process of its own, raw sockets, everything signed beforehand, so that it costs as little as it can of
// the cores that it shares with what is measured. Arguments: port, seconds, connections, requests, secret, shops.
const [port = 0, seconds = 0, connections = 0, count = 0] = process.argv.slice(2, 6).map(Number);
const [secret = '', shops = ''] = process.argv.slice(6);

const WARM_UP_MS = 1_500;
const requests = Array.from({ length: count }, (_, i) => makeRequest(i));
const latencies: number[] = [];
let next = 0;
let failed = 0;
let deadline = Number.POSITIVE_INFINITY;

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
// Warm-up: compiled code, open connections, prepared statements. Not counted.
deadline = performance.now() + WARM_UP_MS;
await Promise.all(Array.from({ length: connections }, () => converse()));
latencies.length = 0;
failed = 0;
const started = performance.now();
deadline = started + seconds * 1_000;
await Promise.all(Array.from({ length: connections }, () => converse()));
const elapsed = (performance.now() - started) / 1_000;
latencies.sort((a, b) => a - b);
const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2));
process.stdout.write(
  `${JSON.stringify({ perSecond: Math.round(latencies.length / elapsed), p50: at(0.5), p99: at(0.99), failed, sent: latencies.length })}\n`,
);
process.exit(0);

/** One connection: a request, its answer, the next. */
function converse(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let sentAt = 0;
    const send = () => {
      // Out of requests: a second time with the same ids would measure the dedupe.
      if (performance.now() > deadline || next >= requests.length) {
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(requests[next++] as Buffer);
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      if (text.startsWith('HTTP/1.1 200')) latencies.push(performance.now() - sentAt);
      else failed += 1;
      text = '';
      send();
    });
  });
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length);
  return /transfer-encoding: chunked/i.test(text) ? text.endsWith('0\r\n\r\n') : true;
}

/** A delivery of customers/update as Shopify sends it, about 1.5 KB; each of another customer, with another id. */
function makeRequest(index: number): Buffer {
  const id = 7_000_000_000_000 + index;
  const address = {
    id: 9_000_000_000_000 + index,
    customer_id: id,
    first_name: 'Noor',
    last_name: 'de Wit',
    company: null,
    address1: 'Keizersgracht 1',
    address2: null,
    city: 'Amsterdam',
    province: null,
    country: 'Netherlands',
    zip: '1015 CJ',
    phone: '+31612345678',
    name: 'Noor de Wit',
    province_code: null,
    country_code: 'NL',
    country_name: 'Netherlands',
    default: true,
  };
  const body = JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    created_at: '2026-01-01T10:00:00Z',
    updated_at: '2026-11-24T10:00:00Z',
    first_name: 'Noor',
    last_name: 'de Wit',
    state: 'enabled',
    note: 'Prefers deliveries in the morning',
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    tax_exemptions: [],
    email: `customer-${index}@example.com`,
    phone: '+31612345678',
    currency: 'EUR',
    addresses: [address],
    default_address: address,
  });
  const domains = shops.split(',');
  const lines = [
    'POST /webhooks/shopify HTTP/1.1',
    'host: app.example.com',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-shopify-topic: customers/update',
    `x-shopify-hmac-sha256: ${createHmac('sha256', secret).update(body).digest('base64')}`,
    `x-shopify-shop-domain: ${domains[index % domains.length]}`,
    'x-shopify-api-version: 2026-10',
    `x-shopify-webhook-id: ${randomUUID()}`,
    'x-shopify-triggered-at: 2026-11-24T10:00:00.000Z',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
