// palette is what rises above the input: a heading and a list to choose from.
import { h, replace } from './dom.js';
import { Listbox } from './listbox.js';
import { t } from './strings.js';

export class Palette {
  #head = h('div', { class: 'palette__head' });
  #onchoose = () => {};

  constructor() {
    this.list = new Listbox({ label: t('suggestions'), onchoose: (item) => this.#onchoose(item), className: 'palette__list' });
    this.element = h('div', { class: 'palette', hidden: true }, this.#head, this.list.element);
  }

  // show puts items under a heading; input gets the aria state of a combobox.
  show(input, { head = null, items = [], active = -1, onchoose }) {
    this.#onchoose = onchoose;
    replace(this.#head, head);
    this.#head.hidden = !head;
    this.list.set(items, active);
    this.list.element.hidden = !items.length;
    this.element.hidden = !head && !items.length;
    this.#describe(input, !this.element.hidden);
  }

  hide(input) {
    this.element.hidden = true;
    this.list.set([]);
    if (input) this.#describe(input, false);
  }

  #describe(input, open) {
    input.setAttribute('aria-controls', this.list.id);
    input.setAttribute('aria-expanded', String(open && this.list.size > 0));
    input.setAttribute('aria-activedescendant', open ? this.list.activeID : '');
  }

  // key handles the arrows, Enter and Tab; it tells whether the key was meant for the list.
  key(event) {
    if (this.element.hidden || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.list.size) this.list.move(steps[event.key]);
    else if (
      (event.key === 'Enter' || event.key === 'Tab') &&
      !event.shiftKey &&
      !event.ctrlKey &&
      !event.metaKey &&
      this.list.active
    )
      this.list.choose();
    else return false;
    event.preventDefault();
    event.target.setAttribute('aria-activedescendant', this.list.activeID);
    return true;
  }
}
