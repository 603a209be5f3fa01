// members is the right of the page: who is in the channel.
import { h, replace } from './dom.js';
import { personMenu } from './message.js';
import { onMenu } from './menu.js';
import { avatar } from './person.js';
import { t } from './strings.js';

export class Members {
  #session;
  element = h('aside', { class: 'members', id: 'members' });

  constructor(session) {
    this.#session = session;
    for (const event of ['place', 'places', 'commands']) session.on(event, () => this.#draw());
  }

  #draw() {
    this.element.setAttribute('aria-label', t('members'));
    const people = this.#session.people();
    const groups = [
      [t('apps'), people.filter((person) => person.bot)],
      [t('players'), people.filter((person) => !person.bot)],
    ];
    replace(
      this.element,
      groups
        .filter(([, list]) => list.length)
        .map(([name, list]) => [
          h('h3', {}, `${name} — ${list.length}`),
          h(
            'ul',
            {},
            list.map((person) => this.#row(person)),
          ),
        ]),
    );
  }

  #row(person) {
    const open = (anchor) => personMenu(anchor, person.id, this.#session);
    const button = h(
      'button',
      { class: 'member', type: 'button', 'aria-haspopup': 'menu', data: { person: person.id }, onclick: () => open(button) },
      avatar(person),
      h('span', { class: 'member__name' }, person.name),
      person.bot && h('span', { class: 'badge' }, t('app')),
    );
    onMenu(button, open);
    return h('li', {}, button);
  }
}
