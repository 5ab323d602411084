// What is around every screen: the bar on top, and the navigation with the app's own items.
import { reloadApp } from './app-frame.js';
import { base, h } from './dom.js';

const APP = 'customer-sync-for-brevo';
const LANGUAGES = { en: 'English', nl: 'Nederlands' };
let items = [];
let current = '';
let elsewhere = [];

export const language = () => localStorage.getItem('sandbox-language') ?? 'en';

export function drawTop(state) {
  const select = h('select', { 'aria-label': 'Language', 'data-testid': 'language' });
  for (const [value, name] of Object.entries(LANGUAGES)) select.append(h('option', { value }, name));
  select.value = language();
  select.addEventListener('change', () => {
    localStorage.setItem('sandbox-language', select.value);
    reloadApp();
  });
  elsewhere = [
    [state.brevoUrl, 'Brevo'],
    [state.startUrl, 'Start page'],
  ].filter(([href]) => href);
  document.title = `${state.store.name} · Admin`;
  document.getElementById('top').replaceChildren(
    h(
      'button',
      {
        type: 'button',
        class: 'menu',
        'aria-label': 'Menu',
        onclick: () => document.body.classList.toggle('nav-open'),
      },
      '☰',
    ),
    h('a', { class: 'store', href: `${base}/customers` }, state.store.name),
    h('span', { class: 'mark' }, 'Sandbox'),
    h('div', { class: 'spread' }),
    select,
    ...elsewhere.map(([href, name]) => h('a', { class: 'desk', href, target: name }, name)),
  );
}

/** The app's navigation as App Bridge told it. */
export function setAppItems(told) {
  items = told;
  drawNav(current);
}

export function drawNav(path) {
  current = path;
  const app = `${base}/apps/${APP}`;
  const inApp = path.startsWith('apps/');
  const appPath = path.replace(/^apps\/[^/]+/, '');
  const link = (href, label, active, properties = {}) =>
    h(
      'a',
      { href, class: active ? 'active' : '', 'aria-current': active ? 'page' : null, ...properties },
      label,
    );
  const own = items.filter((item) => !item.home).map((item) => ({ ...item, path: item.path.split('?')[0] }));
  const ownActive = own.find((item) => inApp && appPath.split('?')[0] === item.path);
  document.getElementById('nav').replaceChildren(
    link(`${base}/home`, 'Home', path === 'home'),
    link(`${base}/customers`, 'Customers', path.startsWith('customers')),
    h('p', { class: 'group' }, 'Apps'),
    link(app, 'Customer Sync for Brevo', inApp && !ownActive, { 'data-testid': 'open-app' }),
    ...(inApp
      ? own.map((item) =>
          link(app + item.path, item.label, item === ownActive, {
            class: item === ownActive ? 'sub active' : 'sub',
          }),
        )
      : []),
    h('p', { class: 'group' }, 'Tools'),
    link(`${base}/sandbox`, 'Sandbox', path === 'sandbox', { 'data-testid': 'open-sandbox' }),
    ...elsewhere.map(([href, name]) => h('a', { class: 'phone', href, target: name }, name)),
  );
}
