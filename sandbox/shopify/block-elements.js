// The elements of Shopify's admin that the customer block uses, as far as it uses them.
const STYLE = `
  :host { display: block; font: 13px/1.54 Inter, system-ui, sans-serif; color: #303030; }
  h2 { font-size: 14px; margin: 0 0 12px; } h3 { font-size: 13px; margin: 0 0 4px; }
  a { color: #005bd3; } p { margin: 0; }
  .badge { display: inline-block; border-radius: 8px; padding: 1px 8px; font-size: 12px; font-weight: 550; background: #ebebeb; }
  .badge.success { background: #affebf; color: #014b40; } .badge.critical { background: #fedad9; color: #8e0b21; }
  .badge.warning, .badge.caution { background: #ffef9d; color: #4f4700; } .badge.info { background: #d5ebff; color: #003a5a; }
  .banner { border-radius: 8px; padding: 12px; background: #eaf4ff; } .banner.critical { background: #fee9e8; }
  .banner.warning { background: #fff8db; }
  button { font: 550 12px/20px Inter, system-ui; border: 1px solid #ccc; border-radius: 8px; padding: 3px 12px; background: #fff; cursor: pointer; }
  button:disabled { color: #8a8a8a; cursor: default; } .subdued { color: #616161; }
`;

/** An element that draws itself anew whenever one of its attributes changes. */
function define(name, attributes, draw) {
  class Element extends HTMLElement {
    static observedAttributes = attributes;
    constructor() {
      super();
      this.attachShadow({ mode: 'open' });
      this.draw();
    }
    attributeChangedCallback() {
      this.draw();
    }
    draw() {
      const get = (attribute) => escaped(this.getAttribute(attribute) ?? '');
      this.shadowRoot.innerHTML = `<style>${STYLE}</style>${draw(get, this)}`;
    }
  }
  // Preact sets what is a property of the element as a property: it is kept as the attribute of that name.
  for (const attribute of attributes) {
    const property = attribute === 'accessibilitylabel' ? 'accessibilityLabel' : attribute;
    Object.defineProperty(Element.prototype, property, {
      get() {
        return this.getAttribute(attribute) ?? undefined;
      },
      set(value) {
        if (value === undefined || value === null || value === false) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value === true ? '' : String(value));
      },
    });
  }
  customElements.define(name, Element);
}

const escaped = (text) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

define('s-admin-block', ['heading'], (get) => `<h2>${get('heading')}</h2><slot></slot>`);
define('s-stack', ['direction', 'gap', 'alignitems'], (get) =>
  `<div style="display:flex;gap:${get('gap') === 'small' ? 8 : 12}px;${
    get('direction') === 'inline' ? 'flex-wrap:wrap;align-items:center' : 'flex-direction:column'
  }"><slot></slot></div>`);
define('s-badge', ['tone'], (get) => `<span class="badge ${get('tone')}"><slot></slot></span>`);
define('s-banner', ['tone', 'heading'], (get) =>
  `<div class="banner ${get('tone')}" role="${get('tone') === 'critical' ? 'alert' : 'status'}">${
    get('heading') ? `<h3>${get('heading')}</h3>` : ''
  }<slot></slot></div>`);
define('s-paragraph', [], () => '<p><slot></slot></p>');
define('s-text', ['color'], (get) => `<span class="${get('color')}"><slot></slot></span>`);
define('s-link', ['href'], (get) => `<a href="${get('href')}"><slot></slot></a>`);
define('s-spinner', ['accessibilitylabel'], (get) => `<p role="status">${get('accessibilitylabel')} …</p>`);
define('s-button', ['loading', 'disabled'], (
  _,
  element,
) => `<button type="button" ${element.hasAttribute('disabled') ? 'disabled' : ''}
    ${element.hasAttribute('loading') ? 'aria-busy="true"' : ''}><slot></slot></button>`);
