// welcome is the hint for a first visit: one click to the first drill.
import { showAbout } from './about.js';
import { h, icon, replace } from './dom.js';
import { recall, remember } from './settings.js';
import { t } from './strings.js';

export class Welcome {
  #session;
  #command;
  // What is pressed is made once: a click that a redraw cuts in two, down on one button and up on the next, is none.
  #start = h('button', { class: 'button button--success welcome__start', type: 'button', onclick: () => this.#begin() });
  #more = h('button', { class: 'link', type: 'button', onclick: showAbout });
  #close = h('button', { class: 'icon-button welcome__close', type: 'button', onclick: () => this.#hide() }, icon('close'));
  #title = h('strong');
  #text = h('span');
  element = h(
    'section',
    { class: 'welcome', hidden: true },
    h('div', { class: 'welcome__text' }, this.#title, h('p', {}, this.#text, ' ', this.#more)),
    this.#start,
    this.#close,
  );

  // command is the name of the slash command to begin with; without one, or when the bot has none of that name, there is no hint.
  constructor(session, command) {
    this.#session = session;
    this.#command = command;
    for (const event of ['place', 'commands']) session.on(event, () => this.#draw());
    session.on('message', ({ message }) => message.local || this.#done(message));
  }

  #leaf = () => this.#session.leaves.find((leaf) => leaf.command.name === this.#command && !leaf.path.length);

  #draw() {
    this.element.hidden = !this.#leaf() || !this.#session.channel || recall('welcomed', false);
    if (this.element.hidden) return;
    this.element.setAttribute('aria-label', t('welcome'));
    this.#close.setAttribute('aria-label', t('close'));
    replace(this.#title, t('welcomeTitle', { name: this.#session.player.name }));
    replace(this.#text, t('welcomeText', { command: `/${this.#command}` }));
    replace(this.#more, t('welcomeMore'));
    replace(this.#start, t('startDrill'));
  }

  #begin() {
    const leaf = this.#leaf();
    this.#hide();
    if (leaf) this.#session.run(leaf, []);
  }

  #done(message) {
    const by = message.interaction_metadata ?? message.interaction;
    if (by?.user?.id === this.#session.player.id) this.#hide();
  }

  #hide() {
    remember('welcomed', true);
    this.element.hidden = true;
  }
}
