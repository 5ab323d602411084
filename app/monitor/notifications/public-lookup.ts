import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../settings/notification-address.ts';

/** A name service: every address of a name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const REFUSED_ADDRESS = 'ERR_REFUSED_ADDRESS';

/**
 * The name service of a connection that may only go to the public internet. It runs inside connecting, and what it
 * gives is what is connected to: a name that answers differently the next time (DNS rebinding) is judged again then.
 * One address that is not public refuses the name as a whole.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? refused(hostname, 'has no address'), []);
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(refused(hostname, 'points to a private or reserved address'), []);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

function refused(hostname: string, why: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} ${why}`), { code: REFUSED_ADDRESS });
}
