import { Agent, type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { routeHosts } from './route-hosts.ts';

/**
 * Sends what the app believes to be Shopify and Brevo to the emulators, from outside the app: undici's global
 * dispatcher is shared with Node's built-in fetch. Loopback passes; every other host is refused, so nothing that runs
 * in the sandbox or in a test ever reaches a real vendor.
 */
export interface Emulators {
  /** Base URL of the Shopify emulator: https://*.myshopify.com and the bulk result host go there. */
  shopify: string;
  /** Base URL of the Brevo emulator: https://api.brevo.com goes there. */
  brevo: string;
}

/** The original host travels in this header, because the connection's own host is the emulator's. */
const HOST_HEADER = 'x-sandbox-host';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Routes from now on; `restore` puts back what was there. May be called again: the newest counts. */
export function routeVendors(emulators: Emulators): { restore(): void } {
  const before = getGlobalDispatcher();
  const agent = new Agent({ keepAliveTimeout: 5_000, connections: 256 });
  setGlobalDispatcher(
    agent.compose((dispatch) => (options, handler) => dispatch(reroute(options, emulators), handler)),
  );
  return {
    restore() {
      setGlobalDispatcher(before);
      void agent.close();
    },
  };
}

function reroute(options: Dispatcher.DispatchOptions, emulators: Emulators): Dispatcher.DispatchOptions {
  const origin = new URL(String(options.origin));
  if (LOOPBACK.test(origin.hostname)) return options;
  const target = emulatorOf(origin.hostname, emulators);
  if (target === undefined)
    throw new Error(`The sandbox refuses to reach ${origin.hostname}: only emulated vendors are reachable`);
  return {
    ...options,
    origin: target,
    headers: withHost(options.headers, origin.host),
  } as Dispatcher.DispatchOptions;
}

function emulatorOf(host: string, emulators: Emulators): string | undefined {
  if (host === 'api.brevo.com') return emulators.brevo;
  return host.endsWith('.myshopify.com') || host === 'storage.googleapis.com' ? emulators.shopify : undefined;
}

/** fetch hands headers over as a flat list of names and values. */
function withHost(
  headers: Dispatcher.DispatchOptions['headers'],
  host: string,
): Dispatcher.DispatchOptions['headers'] {
  if (Array.isArray(headers)) return [...headers, HOST_HEADER, host];
  if (headers && Symbol.iterator in headers)
    return [...(headers as Iterable<[string, string]>)].flat().concat(HOST_HEADER, host) as string[];
  return { ...(headers as Record<string, string>), [HOST_HEADER]: host };
}

const { SANDBOX_SHOPIFY_URL: shopify, SANDBOX_BREVO_URL: brevo, SANDBOX_HOSTS: hosts } = process.env;
if (shopify && brevo) routeVendors({ shopify, brevo });
// Addresses that a merchant enters, as JSON: {"shop.example.com": "http://127.0.0.1:4000"}.
if (hosts) routeHosts(JSON.parse(hosts) as Record<string, string>);
