import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

/**
 * Gives names to emulators whose address a merchant enters, from outside the app: a name in `hosts` resolves to an
 * address of the public internet, and an encrypted connection to it becomes a plain one to the emulator. The app's own
 * look at what a name resolves to runs as it does in production, and every other name stays what it is.
 */
export function routeHosts(hosts: Record<string, string>): { restore(): void } {
  const before = { lookup: dns.lookup, connect: tls.connect };
  const names = Object.keys(hosts);

  const lookup = (host: string, options: unknown, callback?: unknown) => {
    const done = (typeof options === 'function' ? options : callback) as (...answer: unknown[]) => void;
    const place = names.indexOf(host);
    if (place < 0) return (before.lookup as (...all: unknown[]) => void)(host, options, callback);
    // Nobody is ever connected to: any address that is not private will do.
    const address = `20.20.20.${place + 1}`;
    const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true;
    setImmediate(() => (all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)));
  };

  const connect = (...args: unknown[]) => {
    const options = args[0] as tls.ConnectionOptions & { lookup?: net.LookupFunction };
    const target = typeof options === 'object' && options !== null ? hosts[options.host ?? ''] : undefined;
    if (target === undefined) return (before.connect as (...all: unknown[]) => tls.TLSSocket)(...args);
    const { hostname, port } = new URL(target);
    const socket = new net.Socket();
    socket.once('connect', () => socket.emit('secureConnect'));
    const resolve = options.lookup ?? (dns.lookup as unknown as net.LookupFunction);
    resolve(options.host as string, { all: true }, (error) =>
      error ? socket.destroy(error) : socket.connect(Number(port), hostname),
    );
    return socket;
  };

  Object.assign(dns, { lookup });
  Object.assign(tls, { connect });
  syncBuiltinESMExports();
  return {
    restore() {
      Object.assign(dns, { lookup: before.lookup });
      Object.assign(tls, { connect: before.connect });
      syncBuiltinESMExports();
    },
  };
}
