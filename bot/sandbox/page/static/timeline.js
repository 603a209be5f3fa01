// timeline is the list of a channel's messages.
import { h, icon, replace } from './dom.js';
import { arrange, draw } from './message.js';
import { isLoading } from './messages.js';
import { refreshTimes, spoken } from './richtext.js';
import { nameOf } from './directory.js';
import { t } from './strings.js';

const nearEnd = 120; // px from the end within which new messages keep the list at its end

export class Timeline {
  #session;
  #list = h('ol', { class: 'timeline__list' });
  #intro = h('header', { class: 'timeline__intro' });
  #latest = h('button', { class: 'timeline__latest', type: 'button', hidden: true, onclick: () => this.#toEnd() });
  #live = h('div', { class: 'sr-only', role: 'log', 'aria-live': 'polite' });

  constructor(session) {
    this.#session = session;
    this.scroller = h(
      'div',
      {
        class: 'timeline',
        tabindex: 0,
        role: 'region',
        onscroll: () => this.#scrolled(),
        onkeydown: (event) => this.#walk(event),
      },
      this.#intro,
      this.#list,
    );
    this.element = h('div', { class: 'timeline-frame' }, this.scroller, this.#latest, this.#live);
    session.on('place', () => this.#show([]));
    session.on('list', () => this.#show(session.list()));
    session.on('message', ({ message, fresh }) => this.#put(message, fresh));
    session.on('gone', (id) => this.#remove(id));
    session.on('clock', () => this.#restamp());
    setInterval(() => refreshTimes(this.#list, session), 30000);
    new ResizeObserver(() => this.#stick && this.#toEnd()).observe(this.#list);
    new ResizeObserver(() => this.#stick && this.#toEnd()).observe(this.scroller);
  }

  #stick = true;

  #show(messages) {
    this.#intro.hidden = !this.#session.channel;
    if (this.#session.channel) this.#introduce();
    this.#list.replaceChildren(...messages.map((message) => draw(message, this.#session)));
    this.#arrange();
    this.#toEnd();
  }

  #introduce() {
    const { channel, server } = this.#session;
    const name = server ? `#${channel.name}` : channel.name;
    this.scroller.setAttribute('aria-label', t('messagesIn', { name }));
    replace(
      this.#intro,
      h('span', { class: 'timeline__emblem', 'aria-hidden': 'true' }, icon(server ? 'hash' : 'bot')),
      h('h2', {}, server ? t('welcomeTo', { name }) : channel.name),
      h('p', {}, server ? t('channelBegins', { name }) : t('directBegins', { name })),
    );
  }

  #put(message, fresh) {
    const node = draw(message, this.#session);
    const old = this.#find(message.id);
    if (old) this.#swap(old, node);
    else this.#insert(message, node);
    this.#arrange();
    if (fresh || !isLoading(message)) this.#announce(message);
    if (this.#stick || message.author.id === this.#session.player.id || message.local) this.#toEnd();
    else if (fresh) this.#offer();
  }

  // #swap keeps the focus on the same button across an edit, and never leaves it nowhere.
  #swap(old, node) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(node);
    if (!focused) return;
    const same =
      focused.dataset.customId &&
      [...node.querySelectorAll('[data-custom-id]')].find(
        (part) => part.dataset.customId === focused.dataset.customId && !part.disabled,
      );
    (same || node.querySelector('[data-custom-id]:not(:disabled)') || node).focus({ preventScroll: true });
  }

  #insert(message, node) {
    const after = this.#session.list().findIndex((other) => other.id === message.id);
    this.#list.insertBefore(node, this.#list.children[after] ?? null);
  }

  #find = (id) => [...this.#list.children].find((node) => node.dataset.id === id);

  #remove(id) {
    const node = this.#find(id);
    if (!node) return;
    if (node.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
    node.remove();
    this.#arrange();
  }

  #arrange() {
    const messages = this.#session.list();
    [...this.#list.children].forEach((node, i) => messages[i] && arrange(node, messages[i], messages[i - 1], this.#session));
  }

  #restamp() {
    const messages = this.#session.list();
    [...this.#list.children].forEach((node, i) => {
      const fresh = messages[i] && draw(messages[i], this.#session).querySelector('.message__head time');
      const old = node.querySelector('.message__head time');
      if (fresh && old) old.replaceWith(fresh);
    });
    refreshTimes(this.#list, this.#session);
  }

  #announce(message) {
    if (message.local === 'sending' || message.author.id === this.#session.player.id) return;
    const embeds = (message.embeds ?? []).flatMap((embed) => [embed.title, embed.description]);
    const text = spoken([message.failed ?? message.content, ...embeds].filter(Boolean).join('\n'), this.#session);
    const name = nameOf(message.author);
    replace(this.#live, isLoading(message) && !text ? t('thinking', { name }) : `${name}: ${text.slice(0, 300)}`);
  }

  // ---- scrolling

  #toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#stick = true;
    this.#latest.hidden = true;
  }

  #scrolled() {
    this.#stick = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < nearEnd;
    if (this.#stick) this.#latest.hidden = true;
  }

  #offer() {
    replace(this.#latest, t('newMessages'), icon('down'));
    this.#latest.hidden = false;
  }

  // Arrow keys go from message to message when the list itself has the focus.
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const here = event.target;
    if (!step || (here !== this.scroller && !here.matches('.message'))) return;
    event.preventDefault();
    const nodes = [...this.#list.children];
    const at = nodes.indexOf(here);
    (nodes[at < 0 ? nodes.length - 1 : at + step] ?? here).focus();
  }
}
