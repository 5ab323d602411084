import { describe, expect, it } from 'vitest';
import { authorizationOf, encode, signatureBase } from './oauth.ts';

describe('a signed request (RFC 5849)', () => {
  it('signs what section 3.4.1.1 says', () => {
    // Its body is the form c2&a3=2+q.
    const base = signatureBase(
      { method: 'POST', url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b' },
      [
        ['oauth_consumer_key', '9djdj82h48djs9d2'],
        ['oauth_token', 'kkk9d7dh3k39sjv7'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131201'],
        ['oauth_nonce', '7d8f3e4a'],
        ['c2', ''],
        ['a3', '2 q'],
      ],
    );
    expect(base).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  it('has the signature of section 1.2', () => {
    const header = authorizationOf(
      { method: 'GET', url: 'http://photos.example.net/photos?file=vacation.jpg&size=original' },
      {
        consumerKey: 'dpf43f3p2l4k3l03',
        consumerSecret: 'kd94hf93k423kf44',
        token: 'nnch734d00sl2jdk',
        tokenSecret: 'pfkkdhi9sl3r4s00',
      },
      { nonce: 'chapoH', timestamp: 137131202, algorithm: 'HMAC-SHA1' },
    );
    expect(header).toBe(
      'OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
    );
  });

  it('keeps a port that is not the usual one, and leaves out one that is', () => {
    const of = (url: string) => signatureBase({ method: 'get', url }, []).split('&')[1];
    expect(of('https://www.example.net:8080/?q=1')).toBe(encode('https://www.example.net:8080/'));
    expect(of('https://www.example.net:443/x')).toBe(encode('https://www.example.net/x'));
  });

  it.each([
    ['abcABC123-._~', 'abcABC123-._~'],
    ["!*'()", '%21%2A%27%28%29'],
    ['ü €+ %&=', '%C3%BC%20%E2%82%AC%2B%20%25%26%3D'],
    ['items[id]', 'items%5Bid%5D'],
  ])('encodes %s as %s', (text, encoded) => {
    expect(encode(text)).toBe(encoded);
  });

  it('has another signature for each nonce, time, method, address and secret', () => {
    const keys = { consumerKey: 'a', consumerSecret: 'b', token: 'c', tokenSecret: 'd' };
    const request = { method: 'GET', url: 'https://shop.example.com/rest/V1/orders?a=1' };
    const moment = { nonce: 'n', timestamp: 1 };
    const of = (...call: Parameters<typeof authorizationOf>) =>
      /oauth_signature="([^"]+)"/.exec(authorizationOf(...call))?.[1];
    const all = [
      of(request, keys, moment),
      of(request, keys, { ...moment, nonce: 'm' }),
      of(request, keys, { ...moment, timestamp: 2 }),
      of({ ...request, method: 'POST' }, keys, moment),
      of({ ...request, url: `${request.url}&b=2` }, keys, moment),
      of(request, { ...keys, consumerSecret: 'x' }, moment),
      of(request, { ...keys, tokenSecret: 'x' }, moment),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
