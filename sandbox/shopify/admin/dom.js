// The little that the pages need to make elements, ask the server, and say something.

const store = location.pathname.split('/')[2];
export const base = `/store/${store}`;

/** An element: properties by name (`on...` listeners, `class`, `data-...`, else attributes), then what is in it. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Asks the server; a refusal is thrown with its words. */
export async function ask(method, path, body) {
  const answer = await fetch(`/__sandbox/admin/${store}/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error ?? `The sandbox answered ${answer.status}`);
  return data;
}

export function toast(message, { isError = false, action, onAction, onGone, duration = 5_000, id } = {}) {
  const close = () => {
    if (!shown.isConnected) return;
    shown.remove();
    onGone?.();
  };
  const shown = h(
    'div',
    { class: isError ? 'toast error' : 'toast', 'data-testid': 'toast', 'data-id': id },
    h('span', {}, message),
    action &&
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            onAction?.();
            close();
          },
        },
        action,
      ),
    h('button', { type: 'button', 'aria-label': 'Dismiss', onclick: close }, '✕'),
  );
  document.getElementById('toasts').append(shown);
  setTimeout(close, duration);
}

/** Runs what a button does: not twice at once, and what goes wrong is said. */
export function doing(button, act) {
  return async (event) => {
    event?.preventDefault();
    if (button().disabled) return;
    button().disabled = true;
    try {
      await act();
    } catch (error) {
      toast(error.message, { isError: true });
    } finally {
      button().disabled = false;
    }
  };
}

export function button(label, act, properties = {}) {
  const made = h('button', { type: 'button', class: 'button', ...properties }, label);
  made.addEventListener(
    'click',
    doing(() => made, act),
  );
  return made;
}

export function field(label, input, help) {
  input.id ||= `field-${label.toLowerCase().replace(/\W+/g, '-')}`;
  return h(
    'div',
    { class: 'field' },
    h('label', { for: input.id }, label),
    input,
    help && h('p', { class: 'help' }, help),
  );
}

export function card(title, ...children) {
  return h('section', { class: 'card' }, title && h('h2', {}, title), ...children);
}

/** A question with two answers; true when the first was chosen. */
export function confirmed(title, text, yes, no = 'Cancel') {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      {
        'aria-label': title,
        onclose: () => {
          dialog.remove();
          resolve(dialog.returnValue === 'yes');
        },
      },
      h(
        'form',
        { method: 'dialog' },
        h('h2', {}, title),
        h('p', {}, text),
        h(
          'div',
          { class: 'row end' },
          h('button', { class: 'button', value: 'no' }, no),
          h('button', { class: 'button danger', value: 'yes' }, yes),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

export const nameOf = (customer) =>
  [customer.firstName, customer.lastName].filter(Boolean).join(' ') ||
  customer.email ||
  customer.phone ||
  `Customer ${customer.id}`;
export const money = (amount, currency) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);
export const day = (at) =>
  at === null ? '' : new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' });
