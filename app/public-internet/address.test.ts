import { describe, expect, test } from 'vitest';
import { isPublicAddress, refuseAddress } from './address.ts';

const HOSTILE = [
  '',
  'nonsense',
  'example.com/hooks',
  '//example.com/hooks',
  'ftp://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  'gopher://example.com',
  'ws://example.com',
  'https://',
  'http://localhost/',
  'http://LOCALHOST:3000/',
  'http://localhost./',
  'http://foo.localhost/',
  'http://printer.local/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://box.lan/',
  'http://router.home.arpa/',
  'http://intranet/',
  'http://db.corp/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.0.1.:80/',
  'http://0.0.0.0/',
  'http://0/',
  'http://10.0.0.8/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://134744072/',
  'http://8.8.8.8/',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[ff02::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2606:4700:4700::1111]/',
  'https://user@example.com/',
  'https://user:pass@example.com/',
  'https://:pass@example.com/',
  'http://example.com@127.0.0.1/',
  'http:\\\\127.0.0.1\\',
  'https://example.com\\@127.0.0.1/',
  'https://exa mple.com/',
  'https://example.com/\n',
  'https://exam\tple.com/',
  ' https://example.com/',
  `https://example.com/${'a'.repeat(2100)}`,
];

describe('refuseAddress', () => {
  test.each(HOSTILE.map((url) => [url]))('refuses %j', (url) => {
    expect(refuseAddress(url)).toMatch(/^Must .+/);
  });

  test.each([
    ['https://example.com/hooks'],
    ['http://example.com'],
    ['https://hooks.example.com:8443/a/b?c=d'],
    ['https://EXAMPLE.com/hooks'],
    ['https://bücher.example/hook'],
    ['https://10.example.com/'],
    ['https://localhost.example.com/'],
    ['https://hook_1.example.co.uk/x#y'],
  ])('takes %j', (url) => {
    expect(refuseAddress(url)).toBeNull();
  });
});

describe('isPublicAddress', () => {
  test.each([
    ['8.8.8.8', true],
    ['2606:4700:4700::1111', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});
