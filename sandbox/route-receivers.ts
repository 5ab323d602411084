import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

/**
 * Gives a process an internet of its own for the addresses that a merchant writes down (notifications), from outside the
 * app: names that a name service of ours answers, with public addresses or hostile ones, and a route from the public
 * ones to servers on this machine. The app's own lookup is still asked, so what it refuses is refused. Names that are
 * not routed do not exist: nothing that runs in the sandbox or in a test reaches anybody.
 */
export interface Receiver {
  /** What the name service answers, the next time the next list; the last one stays. */
  answers: string[][];
  /** Where a connection that was let through ends: a server on this machine, whatever port was asked for. */
  port: number;
}

export type Receivers = Record<string, Receiver>;

type Answer = (error: NodeJS.ErrnoException | null, ...rest: unknown[]) => void;
type Lookup = (host: string, options: dns.LookupOptions, callback: Answer) => void;
type Connect = (...args: unknown[]) => net.Socket;

const LOOPBACK = /^(localhost|::1|127\.\d+\.\d+\.\d+)$/;

/** Routes from now on; `restore` puts back what was there. `mayPass` are names that are really looked up. */
export function routeReceivers(receivers: Receivers, mayPass: string[] = []): { restore(): void } {
  const before = { lookup: dns.lookup, connect: net.connect, connectTls: tls.connect };
  const asked = new Map<string, number>();
  const lookup: Lookup = (host, options, callback) => {
    const receiver = receivers[host];
    if (receiver) {
      const times = asked.get(host) ?? 0;
      asked.set(host, times + 1);
      const answer = receiver.answers[Math.min(times, receiver.answers.length - 1)] ?? [];
      const addresses = answer.map((address) => ({ address, family: net.isIPv6(address) ? 6 : 4 }));
      setImmediate(() =>
        options.all ? callback(null, addresses) : callback(null, addresses[0]?.address, addresses[0]?.family),
      );
    } else if (LOOPBACK.test(host) || net.isIP(host) || mayPass.includes(host)) {
      before.lookup(host, options, callback as never);
    } else {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
      setImmediate(() => callback(error));
    }
  };
  const connect: Connect = (...args) => {
    const options = args[0] as net.TcpNetConnectOpts;
    const receiver = typeof options === 'object' ? receivers[options.host ?? ''] : undefined;
    if (!receiver) return (before.connect as Connect)(...args);
    const socket = new net.Socket(options as net.SocketConstructorOpts);
    const ask = (options.lookup ?? dns.lookup) as Lookup;
    ask(options.host ?? '', { all: true }, (error) => {
      if (error) socket.destroy(error);
      else socket.connect(receiver.port, '127.0.0.1');
    });
    return socket;
  };
  /** Encryption stays as it is, over a connection that was routed. */
  const connectTls = (...args: unknown[]) => {
    const options = args[0] as tls.ConnectionOptions;
    const routed = typeof options === 'object' && receivers[options.host ?? ''] !== undefined;
    const socket = routed && !options.socket ? connect(options) : undefined;
    const call = before.connectTls as (...all: unknown[]) => tls.TLSSocket;
    return socket ? call({ ...options, socket }) : call(...args);
  };
  Object.assign(dns, { lookup });
  Object.assign(net, { connect });
  Object.assign(tls, { connect: connectTls });
  syncBuiltinESMExports();
  return {
    restore() {
      Object.assign(dns, { lookup: before.lookup });
      Object.assign(net, { connect: before.connect });
      Object.assign(tls, { connect: before.connectTls });
      syncBuiltinESMExports();
    },
  };
}

const { SANDBOX_RECEIVERS: given, SANDBOX_HOSTS: shops = '{}', DATABASE_URL: database } = process.env;
// The names of route-hosts.ts, which is asked in turn.
const others = [...Object.keys(JSON.parse(shops)), ...(database ? [new URL(database).hostname] : [])];
if (given) routeReceivers(JSON.parse(given), others);
