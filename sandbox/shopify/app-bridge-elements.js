// Second half of the App Bridge stub: the elements, their reflection to the admin, and the `shopify` global.
((bridge) => {
  const { config, record, post, on, idToken, home } = bridge;
  const hidden = new CSSStyleSheet();
  hidden.replaceSync(
    `ui-nav-menu,s-app-nav,ui-title-bar,ui-save-bar,ui-modal:not([data-open]){display:none!important}
     ui-modal[data-open]{position:fixed;inset:0;z-index:1000;display:block}`,
  );
  // Not a <style>: the page's framework compares the head with what the server sent.
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, hidden];

  /** Things that open and close, by method, by id through the global, and with events. */
  class Openable extends HTMLElement {
    showing = false;
    async show() {
      if (this.showing) return;
      this.showing = true;
      record(`${this.localName}.show`, this.id);
      this.changed();
      this.dispatchEvent(new CustomEvent('show'));
    }
    async hide() {
      if (!this.showing) return;
      this.showing = false;
      record(`${this.localName}.hide`, this.id);
      this.changed();
      this.dispatchEvent(new CustomEvent('hide'));
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
  }

  // The one save bar that shows: an element's, or that of a <form data-save-bar>.
  let bar;
  const save = () => bar?.querySelector?.('button[variant="primary"]');
  const discard = () => bar?.querySelector?.('button:not([variant="primary"])');
  function setBar(next) {
    bar = next;
    reflect();
  }
  class SaveBar extends Openable {
    changed() {
      if (this.showing || bar === this) setBar(this.showing ? this : undefined);
    }
    disconnectedCallback() {
      this.showing = false;
      this.changed();
    }
  }
  const formOf = (event) => event.target.closest?.('form[data-save-bar]');
  for (const name of ['input', 'change']) {
    document.addEventListener(name, (event) => formOf(event) && setBar(formOf(event)));
  }
  for (const name of ['submit', 'reset']) {
    document.addEventListener(name, (event) => bar && formOf(event) === bar && setBar(undefined));
  }
  on.set('save', () => (bar instanceof HTMLFormElement ? bar.requestSubmit() : save()?.click()));
  on.set('discard', () => (bar instanceof HTMLFormElement ? bar.reset() : discard()?.click()));

  class Modal extends Openable {
    #content;
    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = `<style>
        .back{position:absolute;inset:0;background:rgb(0 0 0/.5)}
        [role=dialog]{position:relative;max-width:38rem;margin:8vh auto 0;background:#fff;border-radius:16px;overflow:hidden;max-height:84vh;display:flex;flex-direction:column}
        header,footer{padding:12px 16px;display:flex;gap:8px;background:#f3f3f3}header{justify-content:space-between;font:600 14px/24px system-ui}footer{justify-content:flex-end}
        main{overflow:auto}button{font:600 12px/20px system-ui;border:0;border-radius:8px;padding:6px 12px;background:#e3e3e3;cursor:pointer}.primary{background:#303030;color:#fff}
        @media(max-width:490px){[role=dialog]{margin:4vh 8px 0}}
      </style><div class="back"></div><div role="dialog" aria-modal="true"><header><span></span><button type="button" aria-label="Close">✕</button></header><main><slot></slot></main><footer hidden></footer></div>`;
      root.querySelector('header button').onclick = () => this.hide();
      this.addEventListener('keydown', (event) => event.key === 'Escape' && this.hide());
    }
    /** Where React puts the content: made when first asked for, which is after hydration. */
    get content() {
      this.#content ??= this.appendChild(document.createElement('div'));
      return this.#content;
    }
    changed() {
      this.toggleAttribute('data-open', this.showing);
      const bar = this.querySelector('ui-title-bar');
      const root = this.shadowRoot;
      const title = bar?.getAttribute('title') ?? '';
      root.querySelector('header span').textContent = title;
      root.querySelector('[role=dialog]').setAttribute('aria-label', title);
      const footer = root.querySelector('footer');
      footer.replaceChildren(...[...(bar?.querySelectorAll('button') ?? [])].reverse().map(mirror));
      footer.hidden = footer.childElementCount === 0;
      post('modal', { showing: this.showing, title });
    }
    disconnectedCallback() {
      if (this.showing) post('modal', { showing: false });
      this.showing = false;
    }
  }
  function mirror(button) {
    const shown = document.createElement('button');
    shown.type = 'button';
    shown.textContent = button.textContent;
    shown.className = button.getAttribute('variant') ?? '';
    shown.disabled = button.disabled;
    shown.onclick = () => button.click();
    return shown;
  }
  for (const name of ['ui-nav-menu', 's-app-nav', 'ui-title-bar'])
    customElements.define(name, class extends HTMLElement {});
  customElements.define('ui-save-bar', SaveBar);
  customElements.define('ui-modal', Modal);

  // What the admin shows of the app outside its frame, told whenever it changed.
  const titleBar = () =>
    [...document.querySelectorAll('ui-title-bar')].find((each) => !each.closest('ui-modal'));
  const told = new Map();
  function tell(type, data) {
    const text = JSON.stringify(data);
    if (told.get(type) === text) return;
    told.set(type, text);
    post(type, data);
  }
  function reflect() {
    const links = [...document.querySelectorAll('ui-nav-menu > [href], s-app-nav > [href]')];
    const items = links.map((link) => ({
      label: link.textContent.trim(),
      path: link.getAttribute('href'),
      home: link.getAttribute('rel') === 'home',
    }));
    if (items.length > 0) tell('navMenu', { items });
    const top = titleBar();
    const buttons = [...(top?.querySelectorAll('button') ?? [])];
    tell('title', {
      title: top?.getAttribute('title') ?? '',
      page: document.title,
      actions: buttons.map((each) => ({
        label: each.textContent,
        primary: each.getAttribute('variant') === 'primary',
      })),
    });
    const asks =
      bar && ['discardconfirmation', 'data-discard-confirmation'].some((name) => bar.hasAttribute(name));
    tell('saveBar', {
      showing: Boolean(bar),
      asks: Boolean(asks),
      disabled: Boolean(save()?.disabled),
      loading: save()?.hasAttribute('loading') ?? false,
    });
  }
  on.set('titleAction', ({ index }) => titleBar()?.querySelectorAll('button')[index]?.click());
  new MutationObserver(reflect).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });

  const toasts = new Map();
  const byId = (id) =>
    document.getElementById(id) ?? Promise.reject(new Error(`There is no element "${id}"`));
  const opener = (name) =>
    Object.fromEntries(
      ['show', 'hide', 'toggle'].map((method) => [
        method,
        async (id) => {
          record(`${name}.${method}`, id);
          return (await byId(id))[method]();
        },
      ]),
    );
  on.set('toastAction', ({ id }) => toasts.get(id)?.onAction?.());
  on.set('toastGone', ({ id }) => {
    toasts.get(id)?.onDismiss?.();
    toasts.delete(id);
  });
  let leave = () => {};
  on.set('leave', () => leave());
  const noAnswer =
    (name) =>
    async (...args) =>
      void record(name, ...args);

  window.shopify = {
    config,
    origin: home,
    ready: Promise.resolve(),
    environment: { mobile: false, embedded: true, pos: false },
    loading(showing) {
      record('loading', showing);
      post('loading', { showing: showing !== false });
    },
    idToken: () => idToken(),
    user: async () => ({ accountAccess: 'full' }),
    toast: {
      show(message, options = {}) {
        const id = `toast-${toasts.size + 1}-${Date.now()}`;
        toasts.set(id, options);
        record('toast.show', message, { isError: options.isError ?? false });
        post('toast', {
          id,
          message,
          isError: options.isError ?? false,
          action: options.action,
          duration: options.duration ?? 5_000,
        });
        return id;
      },
      hide: (id) => post('toastHide', { id }),
    },
    modal: opener('modal'),
    saveBar: {
      ...opener('saveBar'),
      leaveConfirmation() {
        record('saveBar.leaveConfirmation');
        if (!bar) return Promise.resolve();
        post('confirmLeave');
        return new Promise((resolve) => {
          leave = resolve;
        });
      },
    },
    resourcePicker: noAnswer('resourcePicker'),
    picker: noAnswer('picker'),
    scopes: {
      query: async () => ({ granted: [], required: [], optional: [] }),
      request: noAnswer('scopes.request'),
      revoke: noAnswer('scopes.revoke'),
    },
    webVitals: { onReport: (callback) => record('webVitals.onReport', typeof callback) },
    reviews: {
      request: async () => ({ success: false, code: 'not-available', message: 'Not in the sandbox' }),
    },
    support: { registerHandler: noAnswer('support.registerHandler') },
    app: { extensions: async () => [] },
  };
})(window.sandboxBridge);
