// commandline is a slash command being filled: its name, a chip with an input for each option, and at the end a field that offers the
// options still left.
import { choices, fill, kinds, localName, localText, summary, title } from './commands.js';
import { h, icon } from './dom.js';
import { avatar } from './person.js';
import { t } from './strings.js';

const pause = 220; // ms without a key before the bot is asked for suggestions

export class CommandLine {
  #session;
  #palette;
  #on;
  #chips = new Map();
  #asked = 0; // counts requests for suggestions, so that a late answer is known as late
  #timer = 0;

  // on has the listeners {onsend, onleave, onedit} and what is needed to draw {session, palette}.
  constructor(leaf, raw, { session, palette, ...on }) {
    this.leaf = leaf;
    this.#session = session;
    this.#palette = palette;
    this.#on = on;
    this.tail = h('input', {
      class: 'command__tail',
      size: 12,
      autocomplete: 'off',
      autocapitalize: 'off',
      enterkeyhint: 'send',
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-label': t('addOption'),
      onfocus: () => this.#offer(),
      oninput: () => this.#offer(),
      onkeydown: (event) => this.#tailKey(event),
      onblur: () => this.#palette.hide(this.tail),
    });
    this.element = h(
      'div',
      { class: 'command', role: 'group', 'aria-label': `/${title(leaf, session.locale)}` },
      h('span', { class: 'command__name' }, `/${title(leaf, session.locale)}`),
      this.tail,
    );
    for (const option of leaf.options) if (option.required || option.name in raw) this.#add(option, raw[option.name] ?? '');
    this.#hint();
  }

  begin() {
    const empty = [...this.#chips.values()].find((chip) => !chip.input.value);
    (empty?.input ?? this.tail).focus();
  }

  label = (name) =>
    localName(
      this.leaf.options.find((option) => option.name === name),
      this.#session.locale,
    );

  // ---- chips

  #add(option, text) {
    const chip = { option, input: null, value: undefined, file: null };
    chip.input = option.type === kinds.attachment ? this.#fileInput(chip) : this.#textInput(chip, text);
    const name = h('span', { class: 'option__name' }, localName(option, this.#session.locale));
    const remove =
      !option.required &&
      h(
        'button',
        {
          class: 'option__remove',
          type: 'button',
          'aria-label': t('removeOption', { name: localName(option, this.#session.locale) }),
          onclick: () => this.#remove(chip),
        },
        icon('close'),
      );
    chip.element = h('label', { class: option.required ? 'option option--required' : 'option' }, name, chip.input, remove);
    this.#chips.set(option.name, chip);
    this.tail.before(chip.element);
    this.#hint();
    return chip;
  }

  #textInput(chip, text) {
    const numeric = chip.option.type === kinds.integer || chip.option.type === kinds.number;
    const input = h('input', {
      class: 'option__input',
      value: text,
      autocomplete: 'off',
      autocapitalize: 'off',
      inputmode: numeric ? 'decimal' : null,
      enterkeyhint: 'send',
      data: { option: chip.option.name },
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-label': this.#describe(chip.option),
      onfocus: () => this.#suggest(chip),
      oninput: () => this.#edited(chip),
      onkeydown: (event) => this.#chipKey(event, chip),
      onblur: () => this.#palette.hide(input),
    });
    size(input);
    return input;
  }

  #describe = (option) =>
    `${localName(option, this.#session.locale)}${option.required ? ` (${t('required')})` : ''}: ${localText(option, this.#session.locale)}`;

  #fileInput(chip) {
    return h('input', {
      class: 'option__file',
      type: 'file',
      'aria-label': this.#describe(chip.option),
      onfocus: () => this.#suggest(chip),
      onchange: (event) => (chip.file = event.target.files[0] ?? null),
      onkeydown: (event) => event.key === 'Backspace' && this.#backspace(event, chip),
    });
  }

  #remove(chip) {
    this.#chips.delete(chip.option.name);
    chip.element.remove();
    this.#hint();
    this.tail.focus();
  }

  #edited(chip) {
    chip.value = undefined;
    chip.element.classList.remove('option--wrong');
    size(chip.input);
    this.#on.onedit();
    this.#suggest(chip);
  }

  #chipKey(event, chip) {
    if (this.#palette.key(event)) return;
    if (event.key === 'Enter' && !event.isComposing) this.#sendOn(event);
    else if (event.key === 'Escape') this.#on.onleave('');
    else if (event.key === 'Backspace' && !chip.input.value) this.#backspace(event, chip);
  }

  #sendOn(event) {
    event.preventDefault();
    this.#on.onsend();
  }

  // Backspace in an empty chip takes it away and goes on to the one before.
  #backspace(event, chip) {
    event.preventDefault();
    const all = [...this.#chips.values()];
    const before = all[all.indexOf(chip) - 1];
    if (!chip.option.required) this.#remove(chip);
    if (before) before.input.focus();
    else if (chip.option.required) this.#on.onleave(`/${title(this.leaf, this.#session.locale)}`);
  }

  #tailKey(event) {
    if (this.#palette.key(event)) return;
    if (event.key === 'Enter' && !event.isComposing) return this.#sendOn(event);
    if (event.key === 'Escape') return this.#on.onleave('');
    if (event.key !== 'Backspace' || this.tail.value) return;
    event.preventDefault();
    const last = [...this.#chips.values()].at(-1);
    if (last) last.input.focus();
    else this.#on.onleave(`/${title(this.leaf, this.#session.locale)}`);
  }

  // ---- suggestions

  #left = () => this.leaf.options.filter((option) => !this.#chips.has(option.name));

  #hint() {
    const left = this.#left().length;
    this.tail.placeholder = left ? t('moreOptions', { count: left }) : '';
    this.tail.size = left ? Math.max(12, this.tail.placeholder.length * 1.4) : 2;
  }

  #offer() {
    const typed = this.tail.value.trim().toLowerCase();
    const { locale } = this.#session;
    const left = this.#left().filter((option) =>
      [localName(option, locale), option.name].some((name) => name.toLowerCase().includes(typed)),
    );
    const items = left.map((option) => ({ option, label: localName(option, locale), note: localText(option, locale) }));
    this.#palette.show(this.tail, {
      head: this.#head(),
      items,
      active: typed ? 0 : -1,
      onchoose: (item) => this.#choose(item.option),
    });
  }

  #choose(option) {
    this.tail.value = '';
    this.#add(option, '').input.focus();
  }

  #head(option = null) {
    const { locale } = this.#session;
    const name = h('strong', {}, option ? localName(option, locale) : `/${title(this.leaf, locale)}`);
    const about = h('span', {}, option ? localText(option, locale) : summary(this.leaf, locale));
    const must = option?.required && h('span', { class: 'palette__required' }, t('required'));
    const hint = !option && h('span', { class: 'palette__keys' }, t('enterSends'));
    return [name, about, must, hint];
  }

  #suggest(chip) {
    const { option } = chip;
    clearTimeout(this.#timer);
    this.#asked++;
    if (option.autocomplete) return this.#askLater(chip);
    this.#showItems(chip, this.#candidates(option, chip.value === undefined ? chip.input.value : ''));
  }

  #showItems(chip, items, note = null) {
    const head = note ? [...this.#head(chip.option), note] : this.#head(chip.option);
    this.#palette.show(chip.input, { head, items, active: items.length ? 0 : -1, onchoose: (item) => this.#take(chip, item) });
  }

  #candidates(option, typed) {
    const wanted = typed.trim().replace(/^[@#]/, '').toLowerCase();
    const fixed = choices(option, typed, this.#session.locale);
    if (fixed) return fixed;
    const all = sources[option.type]?.(this.#session, option) ?? [];
    return all.filter((item) => item.label.toLowerCase().includes(wanted)).slice(0, 25);
  }

  // The bot is asked once the player pauses; an answer that comes after another key is ignored.
  #askLater(chip) {
    const mine = this.#asked;
    this.#showItems(chip, [], h('span', { class: 'palette__keys' }, t('loading')));
    this.#timer = setTimeout(() => this.#askNow(chip, mine), pause);
  }

  async #askNow(chip, mine) {
    const { options } = this.#filled(chip.option.name);
    const found = await this.#session.complete(this.leaf, options).catch(() => null);
    if (mine !== this.#asked || document.activeElement !== chip.input) return;
    const items = (found ?? []).map((choice) => ({ value: choice.value, label: localName(choice, this.#session.locale) }));
    const note = !found ? t('choicesFailed') : items.length ? '' : t('noChoices');
    this.#showItems(chip, items, note && h('span', { class: 'palette__keys' }, note));
  }

  #take(chip, item) {
    chip.value = item.value;
    chip.input.value = item.label;
    chip.element.classList.remove('option--wrong');
    size(chip.input);
    this.#on.onedit();
    const next = [...this.#chips.values()].find((other) => other !== chip && !other.input.value);
    (next?.input ?? this.tail).focus();
  }

  // ---- the result

  #filled(focused = '') {
    const entered = {};
    const files = [];
    for (const [name, chip] of this.#chips) entered[name] = this.#entry(chip, files);
    return { ...fill(this.leaf, entered, this.#session.locale, this.#session.find, focused), files };
  }

  #entry(chip, files) {
    if (chip.option.type !== kinds.attachment) return { text: chip.input.value, value: chip.value };
    return chip.file ? { value: files.push(chip.file) - 1 } : { text: '' };
  }

  result = () => this.#filled();

  // mark shows which chips are wrong and goes to the first.
  mark(errors) {
    for (const [name, chip] of this.#chips) chip.element.classList.toggle('option--wrong', name in errors);
    this.#chips.get(Object.keys(errors)[0])?.input.focus();
  }
}

const size = (input) =>
  (input.size = Math.max(
    6,
    [...input.value].reduce((sum, char) => sum + (char.codePointAt(0) > 0x2e80 ? 2 : 1), 1),
  ));

const faces = (person) => ({ value: person.id, label: person.name, before: avatar(person, 'avatar--small') });
const ranks = (role) => ({ value: role.id, label: role.name, before: icon('people') });

const sources = {
  [kinds.boolean]: () => [
    { value: true, label: t('yes') },
    { value: false, label: t('no') },
  ],
  [kinds.user]: (session) => session.people().map(faces),
  [kinds.role]: (session) => session.roles.map(ranks),
  [kinds.mentionable]: (session) => [...session.people().map(faces), ...session.roles.map(ranks)],
  [kinds.channel]: (session, option) =>
    session
      .channelsOf(session.server)
      .filter((channel) => !option.channel_types?.length || option.channel_types.includes(channel.type))
      .map((channel) => ({ value: channel.id, label: channel.name, before: icon('hash') })),
};
