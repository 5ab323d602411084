import type { IncomingMessage, ServerResponse } from 'node:http';
import { shopPage, traffic } from './page.ts';
import { BEHAVIOURS, type Shop, type ShopCustomer } from './shop.ts';

/** Whether a request is that of a person on the shop's page: by the server's own address, not by the shop's name. */
export function isOnPage(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
}

/** Answers the page and its forms; false: it is no address of theirs. Each form leads back to the page. */
export function answerPage(
  shop: Shop,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): boolean {
  const url = new URL(request.url ?? '/', 'http://page');
  const html = (text: string) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(text);
    return true;
  };
  if (request.method === 'GET' && url.pathname === '/')
    return html(shopPage(shop, url.searchParams.get('said')));
  if (request.method === 'GET' && url.pathname === '/traffic') return html(traffic(shop));
  if (request.method !== 'POST') return false;
  const form = new URLSearchParams(body);
  const said = act(shop, url.pathname, form);
  if (said === undefined) return false;
  response.writeHead(303, { location: said === null ? '/' : `/?said=${encodeURIComponent(said)}` }).end();
  return true;
}

/** Why it could not be done; null: it was; undefined: there is no such form. */
function act(shop: Shop, path: string, form: URLSearchParams): string | null | undefined {
  if (path === '/behaviour') {
    shop.behave(BEHAVIOURS.find((each) => each === form.get('behaviour')) ?? 'well');
    return null;
  }
  if (path === '/customers') return shop.create(read(form));
  const [, id, action] = /^\/customers\/(\d+)(?:\/(order|delete))?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (action === 'delete') shop.remove(Number(id));
  else if (action === 'order') shop.order(Number(id), Math.round(Number(form.get('total')) * 100) / 100 || 0);
  else return shop.edit(Number(id), read(form));
  return null;
}

function read(form: URLSearchParams): ShopCustomer {
  const text = (name: string) => (form.get(name) ?? '').trim();
  return {
    email: text('email').toLowerCase(),
    firstName: text('firstName'),
    lastName: text('lastName'),
    phone: text('phone'),
    country: text('country').toUpperCase(),
    newsletter: form.has('newsletter'),
  };
}
