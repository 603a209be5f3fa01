// select is Discord's menu in a message or form: one value or several, of a list or of the people, roles and channels there are.
import { h, icon } from './dom.js';
import { Listbox } from './listbox.js';
import { avatar } from './person.js';
import { openPopup } from './popup.js';
import { t } from './strings.js';

const searchFrom = 9; // options from which a search field helps

// select draws part; onchange gets the values when the choice is made. For forms, the node has `values` and `choose(values)`.
export function select(part, session, onchange, chosen = null) {
  const options = optionsOf(part, session);
  const picker = new Picker(
    part,
    options,
    onchange,
    chosen ?? options.filter((option) => option.default).map((option) => option.value),
  );
  return picker.element;
}

function optionsOf(part, session) {
  const people = () =>
    session.people().map((person) => ({ value: person.id, label: person.name, before: avatar(person, 'avatar--small') }));
  const roles = () => session.roles.map((role) => ({ value: role.id, label: `@${role.name}` }));
  const channels = () =>
    session
      .channelsOf(session.server)
      .filter((channel) => !part.channel_types?.length || part.channel_types.includes(channel.type))
      .map((channel) => ({ value: channel.id, label: channel.name, before: icon('hash') }));
  const makers = { 3: () => part.options ?? [], 5: people, 6: roles, 7: () => [...people(), ...roles()], 8: channels };
  const defaults = new Set((part.default_values ?? []).map((value) => value.id));
  return makers[part.type]().map((option) => ({
    value: option.value,
    label: option.label,
    note: option.description,
    before: option.before ?? emoji(option.emoji),
    default: option.default || defaults.has(option.value),
  }));
}

export const emoji = (value) =>
  value ? h('span', { class: 'emoji', 'aria-hidden': 'true' }, value.id ? `:${value.name}:` : value.name) : null;

class Picker {
  #part;
  #options;
  #onchange;
  #values;
  #list;
  #close = () => {};

  constructor(part, options, onchange, values) {
    this.#part = part;
    this.#options = options;
    this.#onchange = onchange;
    this.#values = new Set(values);
    this.element = h('button', {
      class: 'select',
      type: 'button',
      disabled: part.disabled,
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      data: { customId: part.custom_id },
      onclick: () => this.#open(),
      onkeydown: (event) => this.#key(event),
    });
    this.element.choose = (chosen) => {
      this.#values = new Set(chosen);
      this.#draw();
    };
    this.#draw();
  }

  get #multiple() {
    return (this.#part.max_values ?? 1) > 1;
  }

  #draw() {
    const chosen = this.#options.filter((option) => this.#values.has(option.value));
    const label = h(
      'span',
      { class: chosen.length ? 'select__value' : 'select__hint' },
      chosen.length ? chips(chosen, this.#multiple) : this.#part.placeholder || t('choose'),
    );
    this.element.replaceChildren(label, icon('down'));
    this.element.values = [...this.#values];
  }

  #key(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.#open();
  }

  #open() {
    const before = [...this.#values].join();
    this.#list = new Listbox({
      label: this.#part.placeholder || t('choose'),
      multiple: this.#multiple,
      onchoose: (item) => this.#choose(item),
    });
    const search = h('input', {
      class: 'select__search',
      type: 'search',
      placeholder: t('search'),
      'aria-label': t('search'),
      'aria-controls': this.#list.id,
      oninput: () => this.#fill(search.value),
    });
    search.hidden = this.#options.length < searchFrom;
    const done =
      this.#multiple &&
      h('button', { class: 'button button--primary select__done', type: 'button', onclick: () => this.#close() }, t('done'));
    const box = h('div', { class: 'select__box', onkeydown: (event) => this.#walk(event) }, search, this.#list.element, done);
    this.#fill('');
    this.element.setAttribute('aria-expanded', 'true');
    this.#close = openPopup(this.element, box, {
      className: 'popup--wide',
      focus: search.hidden ? this.#list.element : search,
      onclose: () => this.#closed(before),
    });
  }

  #fill(query) {
    const wanted = query.toLowerCase();
    const shown = this.#options.filter((option) => option.label.toLowerCase().includes(wanted));
    const items = shown.map((option) => ({
      ...option,
      selected: this.#values.has(option.value),
      disabled: !this.#values.has(option.value) && this.#full(),
    }));
    this.#list.set(
      items,
      Math.max(
        0,
        items.findIndex((item) => item.selected),
      ),
    );
    this.#list.element.setAttribute('aria-activedescendant', this.#list.activeID);
  }

  #full = () => this.#multiple && this.#values.size >= this.#part.max_values;

  #walk(event) {
    const act = {
      ArrowDown: () => this.#list.move(1),
      ArrowUp: () => this.#list.move(-1),
      Enter: () => this.#list.choose(),
      ' ': () => this.#list.choose(),
    }[event.key];
    if (!act || event.target.closest('button') || (event.key === ' ' && event.target.matches('input'))) return;
    event.preventDefault();
    act();
    this.#list.element.setAttribute('aria-activedescendant', this.#list.activeID);
  }

  #choose(item) {
    if (!this.#multiple) {
      this.#values = new Set([item.value]);
      return this.#close();
    }
    if (!this.#values.delete(item.value)) this.#values.add(item.value);
    const at = this.#list.active;
    this.#fill('');
    this.#list.activate(this.#options.findIndex((option) => option.value === at?.value));
  }

  #closed(before) {
    this.element.setAttribute('aria-expanded', 'false');
    this.#draw();
    const values = [...this.#values];
    if (values.length < (this.#part.min_values ?? 1) || values.join() === before) return;
    this.#onchange(values);
  }
}

const chips = (chosen, multiple) =>
  multiple
    ? chosen.map((option) => h('span', { class: 'chip' }, option.label))
    : [chosen[0].before?.cloneNode(true), chosen[0].label];
