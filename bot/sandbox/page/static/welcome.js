// welcome is the hint for a first visit: one click to the first drill.
import { showAbout } from './about.js';
import { h, icon, replace } from './dom.js';
import { recall, remember } from './settings.js';
import { t } from './strings.js';

export class Welcome {
  #session;
  #command;
  element = h('section', { class: 'welcome', hidden: true });

  // command is the name of the slash command to begin with; without one, or when the bot has none of that name, there is no hint.
  constructor(session, command) {
    this.#session = session;
    this.#command = command;
    for (const event of ['place', 'commands']) session.on(event, () => this.#draw());
    session.on('message', ({ message }) => message.local || this.#done(message));
  }

  #leaf = () => this.#session.leaves.find((leaf) => leaf.command.name === this.#command && !leaf.path.length);

  #draw() {
    const leaf = this.#leaf();
    this.element.hidden = !leaf || !this.#session.channel || recall('welcomed', false);
    if (this.element.hidden) return;
    this.element.setAttribute('aria-label', t('welcome'));
    const start = h(
      'button',
      { class: 'button button--success welcome__start', type: 'button', onclick: () => this.#start(leaf) },
      t('startDrill'),
    );
    replace(
      this.element,
      h(
        'div',
        { class: 'welcome__text' },
        h('strong', {}, t('welcomeTitle', { name: this.#session.player.name })),
        h(
          'p',
          {},
          t('welcomeText', { command: `/${this.#command}` }),
          ' ',
          h('button', { class: 'link', type: 'button', onclick: showAbout }, t('welcomeMore')),
        ),
      ),
      start,
      h(
        'button',
        { class: 'icon-button welcome__close', type: 'button', 'aria-label': t('close'), onclick: () => this.#hide() },
        icon('close'),
      ),
    );
  }

  #start(leaf) {
    this.#hide();
    this.#session.run(leaf, []);
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
