// composer is the input at the foot: plain messages, and slash commands as soon as the text begins with one.
import { CommandLine } from './commandline.js';
import { localName, read, search, summary, title } from './commands.js';
import { h, icon, isPhone, replace } from './dom.js';
import { Palette } from './palette.js';
import { avatar } from './person.js';
import { t } from './strings.js';

const longest = 2000;

export class Composer {
  #session;
  #palette;
  #line = null; // the command being filled, or null
  #error = h('p', { class: 'composer__error', role: 'alert' });
  #box = h('div', { class: 'composer__box' });

  constructor(session) {
    this.#session = session;
    this.element = h('form', { class: 'composer', onsubmit: (event) => this.#submit(event) });
    this.#build();
    session.on('place', () => this.#build());
    session.on('compose', (text) => this.compose(text));
    session.on('commands', () => !this.#line && this.#suggest());
  }

  #build() {
    this.#line = null;
    this.#palette = new Palette();
    this.input = h('textarea', {
      class: 'composer__input',
      rows: 1,
      maxlength: longest,
      enterkeyhint: 'send',
      autocomplete: 'off',
      'aria-label': this.#placeholder(),
      placeholder: this.#placeholder(),
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      disabled: !this.#session.channel,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#palette.hide(this.input),
      onfocus: () => this.#suggest(),
    });
    this.#error.textContent = '';
    replace(this.element, this.#palette.element, this.#box, this.#error);
    this.#layout();
  }

  #placeholder() {
    const { channel, server } = this.#session;
    if (!channel) return '';
    return t('messageTo', { name: server ? `#${channel.name}` : `@${channel.name}` });
  }

  #layout() {
    const slash = h(
      'button',
      {
        class: 'icon-button composer__slash',
        type: 'button',
        'aria-label': t('useCommand'),
        title: t('useCommand'),
        onclick: () => this.compose('/'),
      },
      icon('slash'),
    );
    const send = h(
      'button',
      { class: 'icon-button composer__send', type: 'submit', 'aria-label': t('send'), title: t('send') },
      icon('send'),
    );
    replace(this.#box, slash, this.#line?.element ?? this.input, send);
  }

  // compose puts text into the input as if it had been typed.
  compose(text) {
    if (this.#line) this.#leave('');
    this.input.value = text.startsWith('/') ? text : this.input.value + text;
    this.input.focus();
    this.#typed();
  }

  // begin opens the command line of a leaf with values already in place.
  begin(leaf, raw = {}) {
    this.#error.textContent = '';
    this.#line = new CommandLine(leaf, raw, {
      session: this.#session,
      palette: this.#palette,
      onsend: () => this.element.requestSubmit(),
      onleave: (text) => this.#leave(text),
      onedit: () => (this.#error.textContent = ''),
    });
    this.#layout();
    this.#line.begin();
  }

  #leave(text) {
    this.#line = null;
    this.#error.textContent = '';
    this.#layout();
    this.input.value = text;
    this.input.focus();
    this.#grow();
    this.#suggest();
  }

  #typed() {
    this.#grow();
    this.#error.textContent = '';
    const text = this.input.value;
    const found = /\s/.test(text) && read(text, this.#session.leaves, this.#session.locale);
    if (found) this.begin(found.leaf, found.raw);
    else this.#suggest();
  }

  #grow() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, innerHeight / 2)}px`;
  }

  #suggest() {
    const text = this.input.value;
    if (!text.startsWith('/') || text.includes('\n') || document.activeElement !== this.input)
      return this.#palette.hide(this.input);
    const { locale } = this.#session;
    const found = search(this.#session.leaves, text.slice(1), locale);
    const head = h('strong', {}, found.length ? t('commands') : t('noCommand', { name: text }));
    this.#palette.show(this.input, {
      head,
      items: found.map((leaf) => this.#row(leaf, locale)),
      active: found.length ? 0 : -1,
      onchoose: (item) => this.begin(item.leaf),
    });
  }

  #row(leaf, locale) {
    const id = leaf.command.application_id;
    const name = this.#session.applicationName(id);
    const options = leaf.options.map((option) => localName(option, locale)).join('  ');
    return {
      leaf,
      label: [`/${title(leaf, locale)}`, options && h('span', { class: 'list__hint' }, options)],
      note: summary(leaf, locale),
      before: avatar({ id, name, bot: true }, 'avatar--small'),
      after: h('span', { class: 'list__app' }, name),
    };
  }

  #key(event) {
    if (this.#palette.key(event)) return;
    if (event.key === 'Escape') this.#palette.hide(this.input);
    if (
      event.key !== 'Enter' ||
      event.shiftKey ||
      event.isComposing ||
      (isPhone() && !event.ctrlKey && !event.metaKey && !this.input.value.startsWith('/'))
    )
      return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#line) return this.#sendCommand();
    const text = this.input.value.trim();
    if (!text) return;
    const only = text.startsWith('/') && read(text, this.#session.leaves, this.#session.locale);
    if (only) {
      this.begin(only.leaf, only.raw);
      return this.#sendCommand();
    }
    if (text.startsWith('/')) return void (this.#error.textContent = t('noCommand', { name: text }));
    this.input.value = '';
    this.#grow();
    if (!(await this.#session.say(text))) this.input.value ||= text;
  }

  #sendCommand() {
    const { options, errors, files } = this.#line.result();
    const wrong = Object.entries(errors);
    if (wrong.length) {
      const [name, [key, args]] = wrong[0];
      this.#line.mark(errors);
      this.#error.textContent = `${this.#line.label(name)}: ${t(key, args)}`;
      return;
    }
    const { leaf } = this.#line;
    this.#leave('');
    this.#session.run(leaf, options, files);
  }
}
