import dns, { type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address.ts';

/** A name service: every address of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** A name that is not, or not only, one of the public internet. */
export class NotPublic extends Error {
  constructor(host: string, why = 'points to a loopback, private or reserved address') {
    super(`${host} ${why}`);
  }
}

/**
 * The name service of a connection that may only go to the public internet: the one guard of everything that is called
 * because a merchant wrote its address down. It runs inside connecting, and what it gives is what is connected to, so
 * that a name that answers differently the next time (DNS rebinding) is judged again then. One address that is not
 * public refuses the name as a whole: the socket may try them all.
 */
export function publicLookup(resolve: Resolve = resolveByDns): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) return callback(new NotPublic(host, 'has no address'), '');
        if (!addresses.every(({ address }) => isPublicAddress(address)))
          return callback(new NotPublic(host), '');
        return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

function resolveByDns(host: string): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    // Through the module, so that a sandbox can give names to its emulators from outside.
    dns.lookup(host, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  });
}
