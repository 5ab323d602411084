import ipaddr from 'ipaddr.js';

/** Longest address that is stored. */
const MAX_LENGTH = 2048;

/** Names that mean this machine or a private network, whatever they resolve to. */
const PRIVATE_SUFFIXES = [
  'localhost',
  'local',
  'internal',
  'localdomain',
  'lan',
  'home',
  'corp',
  'intranet',
  'private',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
];

/**
 * Why an address that a merchant wrote down is refused, in words, or null when it is fine. Judges only what is written;
 * what the name resolves to is judged when it is connected to (lookup.server.ts). An address given as a number is refused even when public
 * (design section 7): a receiver that means well has a name, and a name is what certificates are made out to.
 */
export function refuseAddress(text: string): string | null {
  if (text.length > MAX_LENGTH) return `Must not be longer than ${MAX_LENGTH} characters`;
  // The URL parser drops these silently, so what a person reads would not be what is called.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(text))
    return 'Must not contain spaces, backslashes or control characters';
  const url = URL.parse(text);
  if (!url) return 'Must be a URL such as https://example.com/hooks';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Must start with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'Must not contain a user name or password';
  const host = url.hostname.replace(/\.+$/, '');
  const bare = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare)) {
    return isPublicAddress(bare)
      ? 'Must name a host, not an IP address'
      : 'Must not point to a loopback, private or reserved address';
  }
  if (PRIVATE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    return 'Must not point to this machine or a private network';
  }
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(host) ? null : 'Must be a full host name such as example.com';
}

/** Public by its range, and yet inside: the platform of a cloud answers its machines here. */
const PLATFORM_ADDRESSES = ['168.63.129.16'];

/**
 * Whether an IP address is one of the public internet: not loopback, private, link-local, carrier-grade NAT,
 * multicast or reserved, also when wrapped in IPv6 (mapped, compatible, 6to4, NAT64, Teredo are all refused). Of IPv6
 * only what is handed out as global unicast counts (2000::/3).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv6') return ((parsed as ipaddr.IPv6).parts[0] ?? 0) >>> 13 === 1;
  return !PLATFORM_ADDRESSES.includes(parsed.toString());
}
