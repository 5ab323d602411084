// Stands in for https://cdn.shopify.com/shopifycloud/app-bridge.js: the same global, events, elements and fetch as far
// as the app and its tests need them. The sandbox's admin serves it, frames the app, and shows what is posted to it.
// app-bridge-elements.js follows in the same script.
window.sandboxBridge = (() => {
  const script = document.currentScript;
  /** The admin: it frames this page, and it makes ID tokens. */
  const home = new URL(script.src).origin;
  const params = new URLSearchParams(location.search);
  const KEPT = 'sandbox-app-bridge';
  const AUTH_PARAMS = ['embedded', 'hmac', 'host', 'id_token', 'locale', 'session', 'shop', 'timestamp'];
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
  const config = {
    apiKey: script.dataset.apiKey ?? document.querySelector('meta[name="shopify-api-key"]')?.content ?? '',
    shop: params.get('shop') ?? kept.shop,
    host: params.get('host') ?? kept.host,
    locale: params.get('locale') ?? kept.locale ?? 'en',
    appOrigins: [],
    debug: {},
    disabledFeatures: [],
    experimentalFeatures: [],
  };
  sessionStorage.setItem(
    KEPT,
    JSON.stringify({ shop: config.shop, host: config.host, locale: config.locale }),
  );

  const calls = [];
  window.__appBridgeCalls = calls;
  const record = (name, ...args) => {
    calls.push({ name, args, at: Date.now() });
  };
  const post = (type, data = {}) => {
    if (window.parent !== window) window.parent.postMessage({ appBridge: type, ...data }, home);
  };
  /** What the admin may ask of this page, by name. */
  const on = new Map();
  window.addEventListener('message', (event) => {
    if (event.origin === home && event.data?.admin) on.get(event.data.admin)?.(event.data);
  });

  // ID tokens live for a minute and are used until shortly before their end.
  let token = { value: '', until: 0 };
  async function idToken(fresh = false) {
    if (!fresh && Date.now() < token.until - 5_000) return token.value;
    const answer = await realFetch(
      `${home}/__sandbox/id-token?shop=${encodeURIComponent(config.shop ?? '')}`,
    );
    if (!answer.ok) throw new Error(`No ID token for ${config.shop}: ${answer.status}`);
    const text = (await answer.text()).trim();
    const value = text.startsWith('{') ? (JSON.parse(text).idToken ?? JSON.parse(text).token) : text;
    const claims = JSON.parse(atob(value.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    token = { value, until: claims.exp * 1000 };
    return value;
  }

  const realFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== location.origin || config.disabledFeatures.includes('fetch')) {
      return realFetch(input, init);
    }
    const request = new Request(input, init);
    const again = request.clone();
    let answer = await realFetch(await signed(request, false));
    if (answer.status === 401 && answer.headers.has('X-Shopify-Retry-Invalid-Session-Request')) {
      record('fetch.retry', url.pathname);
      answer = await realFetch(await signed(again, true));
    }
    const elsewhere = answer.headers.get('X-Shopify-API-Request-Failure-Reauthorize-Url');
    if (elsewhere) window.open(elsewhere, '_top');
    return answer;
  };
  async function signed(request, fresh) {
    if (!request.headers.has('Authorization')) {
      request.headers.set('Authorization', `Bearer ${await idToken(fresh)}`);
    }
    if (!request.headers.has('Accept-Language')) request.headers.set('Accept-Language', config.locale);
    return request;
  }

  // What leads to the admin goes to the sandbox's: a real browser would leave the machine.
  const ELSEWHERE = /^(shopify:\/\/admin|https:\/\/admin\.shopify\.com\/store\/[^/]+)/;
  const realOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    record('open', String(url), target);
    if (!ELSEWHERE.test(String(url))) return realOpen(url, target, features);
    post('open', { path: String(url).replace(ELSEWHERE, ''), newTab: target === '_blank' });
    return null;
  };
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target.closest?.('a[href]');
      if (!link || !ELSEWHERE.test(link.getAttribute('href'))) return;
      event.preventDefault();
      window.open(link.getAttribute('href'), link.target);
    },
    true,
  );

  /** Where the app is, without what the admin added to the address. */
  function place(url = location.href) {
    const { pathname, searchParams } = new URL(url);
    for (const name of AUTH_PARAMS) searchParams.delete(name);
    const search = searchParams.toString();
    return pathname + (search ? `?${search}` : '');
  }
  const tellPlace = () => post('location', { path: place() });
  for (const name of ['pushState', 'replaceState']) {
    const real = history[name].bind(history);
    history[name] = (...args) => {
      real(...args);
      tellPlace();
    };
  }
  window.addEventListener('popstate', tellPlace);
  // The app moves itself when it hears `shopify:navigate`. Until its code listens, a click in the admin's navigation
  // waits, as a click on a page that is still loading would be lost otherwise; the last one counts.
  let listens = false;
  let waiting;
  const listen = window.addEventListener.bind(window);
  window.addEventListener = (type, ...rest) => {
    listen(type, ...rest);
    if (type !== 'shopify:navigate') return;
    listens = true;
    if (waiting !== undefined) setTimeout(() => navigate(waiting));
  };
  on.set('navigate', ({ path }) => {
    if (listens) navigate(path);
    else waiting = path;
  });
  function navigate(path) {
    waiting = undefined;
    const same = (link) => place(new URL(link.getAttribute('href'), location.href)) === path;
    const links = [...document.querySelectorAll('ui-nav-menu [href], s-app-nav [href]')];
    let link = links.find(same);
    const made = !link;
    if (made) {
      link = document.body.appendChild(document.createElement('a'));
      link.hidden = true;
      link.setAttribute('href', path);
    }
    record('navigate', path);
    link.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true }));
    if (made) link.remove();
  }

  const reload = params.get('shopify-reload');
  if (reload) {
    // The bounce page: it came for a token, and goes back with it.
    void idToken().then((value) => {
      const url = new URL(reload);
      url.searchParams.set('id_token', value);
      location.replace(url);
    });
  } else if (window.top === window && params.get('host')) {
    // Opened outside the admin: App Bridge goes there.
    const store = atob(config.host).split('/').at(-1);
    location.replace(`${home}/store/${store}/apps/customer-sync-for-brevo${place()}`);
  } else {
    post('ready', { path: place() });
  }
  return { config, record, post, on, idToken, home };
})();
