// The admin's pages: which screen an address shows, and how one gets from one to the next without a reload.
import { appScreen, leaveApp, moveApp } from './app-frame.js';
import { customerScreen } from './customer-screen.js';
import { customersScreen } from './customers-screen.js';
import { ask, base, h } from './dom.js';
import { homeScreen } from './home-screen.js';
import { sandboxScreen } from './sandbox-screen.js';
import { drawNav, drawTop } from './shell.js';

const SCREENS = [
  [/^home$/, () => homeScreen()],
  [/^customers\/?$/, () => customersScreen()],
  [/^customers\/new$/, () => customerScreen(null)],
  [/^customers\/(\d+)$/, ([, id]) => customerScreen(id)],
  [/^sandbox$/, () => sandboxScreen()],
  // The app by its handle; by its client ID it is asked for when Shopify's package sends a merchant back to the admin.
  [/^apps\/[^/]+(\/.*)?$/, ([, path]) => appScreen((path ?? '') + location.search)],
];

let shown;

/** Goes to an address below the store; asks first where changes would be lost. */
export async function go(path, { replace = false } = {}) {
  if (!(await leaveApp()) || moveApp(path)) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', base + path);
  await show();
}

/** Draws the current address. A screen answers its element, or nothing when it is still the one that is shown. */
export async function show() {
  document.body.classList.remove('nav-open');
  const path = location.pathname.slice(base.length + 1);
  const found = SCREENS.map(([pattern, screen]) => [pattern.exec(path), screen]).find(([match]) => match);
  const screen = found ? await found[1](found[0]).catch(fault) : missing();
  drawNav(path);
  if (!screen || screen === shown) return;
  shown = screen;
  const main = document.getElementById('main');
  main.replaceChildren(screen);
  main.scrollTo(0, 0);
}

function missing() {
  return h('div', { class: 'page' }, h('h1', {}, 'There is nothing at this address'));
}

function fault(error) {
  return h('div', { class: 'page' }, h('h1', {}, 'This could not be shown'), h('p', {}, error.message));
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || link.target || event.defaultPrevented || event.button > 0 || event.metaKey || event.ctrlKey)
    return;
  if (!link.getAttribute('href').startsWith(`${base}/`)) return;
  event.preventDefault();
  void go(link.getAttribute('href').slice(base.length));
});
window.addEventListener('popstate', () => void show());

drawTop(await ask('GET', 'state'));
await show();
