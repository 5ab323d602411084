// The app inside the admin: installs it, frames it, and shows what App Bridge says of it outside the frame.
import { ask, base, button, confirmed, h, toast } from './dom.js';
import { go } from './main.js';
import { drawNav, language, setAppItems } from './shell.js';

const APP = 'customer-sync-for-brevo';
const NAME = 'Customer Sync for Brevo';
let screen;
let iframe;
/** Where the app says it is; undefined until its page has spoken. */
let place;
let bar = { showing: false };

/** The screen of the app at a path of its own; the frame stays when it is already there. */
export async function appScreen(path) {
  const state = await ask('GET', 'state');
  if (!state.installed) return installScreen(state, path);
  return screen?.isConnected ? screen : openApp(path);
}

/** Inside the app its own page moves, and with it the tab's history: true when it was told to. */
export function moveApp(path) {
  const [, inApp] = /^\/apps\/[^/]+(\/.*)?$/.exec(path) ?? [path, null];
  if (inApp === null || !screen?.isConnected || place === undefined) return false;
  tell('navigate', { path: inApp ?? '/app' });
  return true;
}

async function openApp(path) {
  bar = { showing: false };
  place = undefined;
  iframe = h('iframe', { title: NAME, name: 'app', 'data-testid': 'app-frame', allow: 'clipboard-write' });
  iframe.src = (await ask('GET', `frame?${new URLSearchParams({ path, locale: language() })}`)).url;
  screen = h(
    'div',
    { class: 'app' },
    h(
      'div',
      { class: 'app-bar' },
      h('span', { class: 'app-icon', 'aria-hidden': 'true' }, 'B'),
      h('strong', { 'data-testid': 'app-title' }, NAME),
      h('div', { class: 'spread' }),
      h('div', { class: 'row', id: 'app-actions' }),
    ),
    h('div', {
      class: 'save-bar',
      hidden: true,
      role: 'region',
      'aria-label': 'Unsaved changes',
      'data-testid': 'save-bar',
    }),
    iframe,
  );
  return screen;
}

function installScreen(state, path) {
  const install = button(
    'Install',
    async () => {
      await ask('POST', 'install', {});
      document.getElementById('main').replaceChildren(await openApp(path));
    },
    { class: 'button primary' },
  );
  return h(
    'div',
    { class: 'page narrow' },
    h('h1', {}, `Install ${NAME}`),
    h(
      'section',
      { class: 'card' },
      h('p', {}, `This app will be able to do this in ${state.store.name}:`),
      h('ul', {}, ...state.scopes.map((scope) => h('li', {}, scope))),
      h('div', { class: 'row end' }, install),
    ),
  );
}

/** Loads the frame anew, where it is: another language, or after a restart. */
export async function reloadApp() {
  if (!screen?.isConnected) return;
  const at = place ?? '';
  screen.remove();
  document.getElementById('main').replaceChildren(await openApp(at));
}

/** Whether one may go elsewhere: with unsaved changes the merchant is asked. */
export async function leaveApp() {
  if (!bar.showing || !screen?.isConnected) return true;
  screen.querySelector('.save-bar').classList.add('shake');
  setTimeout(() => screen.querySelector('.save-bar').classList.remove('shake'), 500);
  const leaves = await confirmed(
    'Leave page with unsaved changes?',
    'Leaving this page will delete all unsaved changes.',
    'Leave page',
    'Stay',
  );
  if (leaves) drawBar({ showing: false });
  return leaves;
}

function tell(what, data = {}) {
  iframe?.contentWindow?.postMessage({ admin: what, ...data }, '*');
}

function drawBar(told) {
  bar = told;
  const shown = screen.querySelector('.save-bar');
  shown.hidden = !bar.showing;
  const discard = async () => {
    const sure =
      !bar.asks ||
      (await confirmed(
        'Discard all unsaved changes?',
        'If you discard changes, you delete any edits you made since you last saved.',
        'Discard changes',
        'Continue editing',
      ));
    if (sure) tell('discard');
  };
  shown.replaceChildren(
    h('span', {}, 'Unsaved changes'),
    h('div', { class: 'spread' }),
    button('Discard', discard),
    button(bar.loading ? 'Saving' : 'Save', async () => tell('save'), {
      class: 'button primary',
      ...(bar.disabled || bar.loading ? { disabled: true } : {}),
    }),
  );
}

const HEARD = {
  ready: ({ path }) => heardPlace(path),
  location: ({ path }) => heardPlace(path),
  navMenu: ({ items }) => setAppItems(items),
  title({ title, page, actions }) {
    document.title = `${page || NAME} · Admin`;
    screen.querySelector('[data-testid=app-title]').textContent = title || NAME;
    screen.querySelector('#app-actions').replaceChildren(
      ...actions.map((action, index) =>
        button(action.label, async () => tell('titleAction', { index }), {
          class: action.primary ? 'button primary' : 'button',
        }),
      ),
    );
  },
  saveBar: drawBar,
  toast: ({ id, message, isError, action, duration }) =>
    toast(message, {
      id,
      isError,
      action,
      duration,
      onAction: () => tell('toastAction', { id }),
      onGone: () => tell('toastGone', { id }),
    }),
  toastHide: ({ id }) => document.querySelector(`.toast[data-id="${id}"]`)?.remove(),
  loading: ({ showing }) => document.getElementById('loading').classList.toggle('on', showing),
  modal: ({ showing }) => document.body.classList.toggle('dimmed', showing),
  open({ path, newTab }) {
    if (newTab) window.open(base + path, '_blank');
    else void go(path || '/customers');
  },
  async confirmLeave() {
    if (await leaveApp()) tell('leave');
  },
};

function heardPlace(path) {
  place = path;
  const address = `${base}/apps/${APP}${path === '/app' ? '' : path}`;
  // The frame's own history moves the tab already: the address follows without an entry of its own.
  if (screen.isConnected && location.pathname + location.search !== address) {
    history.replaceState(null, '', address);
    drawNav(location.pathname.slice(base.length + 1));
  }
}

window.addEventListener('message', (event) => {
  if (event.source === iframe?.contentWindow && screen) HEARD[event.data?.appBridge]?.(event.data);
});
