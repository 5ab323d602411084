import { createHmac } from 'node:crypto';
import type { Integration, MagentoWorld } from './world.ts';

/** Requests may come from a clock that is this much ahead. */
const AHEAD_SECONDS = 600;

export type SignIn = { integration: Integration } | { refused: string };

/**
 * Checks a signed request as Magento does it: known consumer and token, a nonce that is new, HMAC-SHA256 over the method,
 * the address and all parameters. Written from RFC 5849 and from how Magento reads a query: parts without exactly one `=`
 * are left out, and a plus sign is a plus sign.
 */
export function checkSignature(world: MagentoWorld, method: string, url: URL, authorization: string): SignIn {
  const said = new Map(
    [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );
  const of = (name: string) => said.get(name) ?? '';
  if (of('oauth_signature_method') !== 'HMAC-SHA256')
    return { refused: `Signature method ${of('oauth_signature_method')} is not supported` };
  const integration = world.integrations.find((each) => each.consumerKey === of('oauth_consumer_key'));
  if (!integration) return { refused: 'A consumer having the specified key does not exist' };
  if (integration.token !== of('oauth_token')) return { refused: 'Specified token does not exist' };
  const time = Number(of('oauth_timestamp'));
  if (!(time > 0) || time > world.now() / 1_000 + AHEAD_SECONDS)
    return { refused: 'Incorrect timestamp value in the oauth_timestamp parameter' };
  const nonce = `${integration.consumerKey} ${of('oauth_nonce')}`;
  if (world.nonces.has(nonce)) return { refused: 'The nonce is already being used by the consumer' };
  world.nonces.add(nonce);

  const parameters = new Map(said);
  parameters.delete('oauth_signature');
  parameters.delete('realm');
  for (const part of url.search.slice(1).split('&')) {
    const [name, value, ...more] = part.split('=');
    if (name && value !== undefined && more.length === 0)
      parameters.set(decodeURIComponent(name), decodeURIComponent(value));
  }
  const encoded = [...parameters].map(([name, value]) => `${percent(name)}=${percent(value)}`).sort();
  const address = `https://${url.host}${url.pathname}`;
  const base = [method, address, encoded.join('&')].map(percent).join('&');
  const key = `${percent(integration.consumerSecret)}&${percent(integration.tokenSecret)}`;
  const expected = createHmac('sha256', key).update(base).digest('base64');
  return expected === of('oauth_signature')
    ? { integration }
    : { refused: 'The signature is invalid. Verify and try again.' };
}

/** PHP's rawurlencode. */
function percent(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((c) =>
      /[A-Za-z0-9._~-]/.test(c) ? c : `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}
