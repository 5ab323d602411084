// What no real admin has: bursts, bad weather for webhooks, the app's coming and going, and what was delivered.
import { ask, button, card, confirmed, day, field, h, toast } from './dom.js';
import { show } from './main.js';

export async function sandboxScreen() {
  const state = await ask('GET', 'state');
  const log = h('div', {});
  const page = h(
    'div',
    { class: 'page' },
    h('div', { class: 'row head' }, h('h1', {}, 'Sandbox')),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, burstCard(), log),
      h('div', {}, switchCard(state.switches), appCard(state)),
    ),
  );
  await watch(log, page);
  return page;
}

function burstCard() {
  const count = h('input', { type: 'number', min: '1', max: '5000', value: '100' });
  const start = button(
    'Start burst',
    async () => {
      const { changed } = await ask('POST', 'burst', { count: Number(count.value) });
      toast(`${changed} changes made`);
    },
    { class: 'button primary' },
  );
  return card(
    'Burst',
    h('p', {}, 'Changes customers at random: names, tags, orders, consent, new ones, deleted ones.'),
    h('div', { class: 'row' }, field('Number of changes', count), start),
  );
}

function switchCard(switches) {
  const set = (name, value) =>
    ask('PUT', 'switches', { [name]: value }).catch((error) => toast(error.message, { isError: true }));
  const check = (name, label) => {
    const input = h('input', { type: 'checkbox', onchange: () => set(name, input.checked) });
    input.checked = switches[name];
    return h('label', { class: 'check' }, input, label);
  };
  const time = (name, label) => {
    const input = h('input', {
      type: 'number',
      min: '0',
      step: '100',
      value: switches[name],
      onchange: () => set(name, Number(input.value)),
    });
    return field(label, input);
  };
  return card(
    'Webhooks',
    check('duplicate', 'Send every webhook twice'),
    check('drop', 'Send none (they are lost)'),
    time('delayMs', 'Delay in milliseconds'),
    time('shuffleMs', 'Shuffle within milliseconds'),
  );
}

function appCard(state) {
  const act = (label, path, question, said) =>
    button(
      label,
      async () => {
        if (!(await confirmed(`${label}?`, question, label))) return;
        await ask('POST', path, {});
        toast(said);
        await show();
      },
      { class: 'button danger' },
    );
  return card(
    'The app',
    h(
      'p',
      { 'data-testid': 'installed' },
      state.installed ? 'Installed' : 'Not installed: open the app to install it',
    ),
    h(
      'div',
      { class: 'row' },
      state.installed &&
        act('Uninstall', 'uninstall', 'The app is removed from the store and is told so.', 'App uninstalled'),
      act(
        'Erase the shop',
        'redact-shop',
        'Shopify asks for this 48 hours after an uninstall.',
        'Asked the app to erase the shop',
      ),
    ),
  );
}

/** The newest deliveries, for as long as the page is shown. */
async function watch(log, page) {
  const draw = async () => {
    const { total, deliveries } = await ask('GET', 'deliveries');
    log.replaceChildren(
      card(
        `Deliveries (${total})`,
        deliveries.length > 0 ? table(deliveries) : h('p', { class: 'quiet' }, 'None yet'),
      ),
    );
  };
  await draw();
  const timer = setInterval(() => {
    if (!page.isConnected) clearInterval(timer);
    else if (!document.hidden) draw().catch(() => {});
  }, 1_500);
}

function table(deliveries) {
  return h(
    'table',
    { 'data-testid': 'deliveries' },
    h(
      'thead',
      {},
      h('tr', {}, ...['Topic', 'Triggered', 'Answers'].map((name) => h('th', { scope: 'col' }, name))),
    ),
    h(
      'tbody',
      {},
      ...deliveries
        .slice(0, 25)
        .map(({ topic, triggeredAt, attempts, body }) =>
          h(
            'tr',
            { title: body.slice(0, 500) },
            h('td', {}, topic),
            h('td', {}, day(triggeredAt)),
            h('td', {}, attempts.map(({ status }) => status ?? 'no answer').join(', ') || 'under way'),
          ),
        ),
    ),
  );
}
