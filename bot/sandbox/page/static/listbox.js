// Listbox is a list to choose from; the focus may stay in an input that moves it (aria-activedescendant).
import { h, icon } from './dom.js';

let count = 0;

export class Listbox {
  #items = [];
  #rows = [];
  #active = -1;
  #onchoose;

  constructor({ label, multiple = false, onchoose, className = '' }) {
    this.#onchoose = onchoose;
    this.id = `list-${++count}`;
    this.element = h('div', {
      id: this.id,
      class: `list ${className}`.trim(),
      role: 'listbox',
      'aria-label': label,
      tabindex: -1,
      'aria-multiselectable': multiple || null,
    });
  }

  // set shows items {label, note?, before?, after?, selected?, disabled?} and {heading}; active is the index to begin at, -1 for none.
  set(items, active = -1) {
    this.#items = items.filter((item) => !item.heading);
    this.#rows = this.#items.map((item, i) => this.#row(item, i));
    const rows = items.map((item) =>
      item.heading
        ? h('div', { class: 'list__heading', role: 'presentation' }, item.heading)
        : this.#rows[this.#items.indexOf(item)],
    );
    this.element.replaceChildren(...rows);
    this.#active = -1;
    if (active >= 0) this.activate(Math.min(active, this.#items.length - 1));
  }

  #row(item, i) {
    const choose = (event) => {
      event.preventDefault(); // the focus stays in the input
      if (!item.disabled) this.#onchoose(item, i);
    };
    return h(
      'div',
      {
        id: `${this.id}-${i}`,
        class: 'list__row',
        role: 'option',
        'aria-selected': String(Boolean(item.selected)),
        'aria-disabled': item.disabled ? 'true' : null,
        onmousedown: (event) => event.preventDefault(),
        onclick: choose,
        onmousemove: () => this.activate(i, false),
      },
      [
        item.before,
        h(
          'span',
          { class: 'list__text' },
          h('span', { class: 'list__label' }, item.label),
          item.note && h('span', { class: 'list__note' }, item.note),
        ),
        item.after,
        item.selected !== undefined && h('span', { class: 'list__tick' }, item.selected && icon('check')),
      ],
    );
  }

  get size() {
    return this.#items.length;
  }
  get active() {
    return this.#items[this.#active] ?? null;
  }
  get activeID() {
    return this.#rows[this.#active]?.id ?? '';
  }

  activate(i, scroll = true) {
    if (i === this.#active) return;
    this.#rows[this.#active]?.classList.remove('list__row--active');
    this.#active = i;
    this.#rows[i]?.classList.add('list__row--active');
    if (scroll) this.#rows[i]?.scrollIntoView({ block: 'nearest' });
  }

  move(step) {
    if (!this.size) return;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.activate((from + step + this.size) % this.size);
  }

  choose() {
    if (this.active && !this.active.disabled) this.#onchoose(this.active, this.#active);
  }
}
