// header is the bar above the messages: where one is, what time it is there, and that this is a sandbox.
import { showAbout } from './about.js';
import { h, icon, replace } from './dom.js';
import { openMenu } from './menu.js';
import { t } from './strings.js';
import * as time from './time.js';

export class Header {
  #session;
  #frame;
  #day = h('span', { class: 'clock__day' });
  #hour = h('span');
  element = h('header', { class: 'header' });

  // frame opens and closes the side columns: {drawer(), members()}.
  constructor(session, frame) {
    this.#session = session;
    this.#frame = frame;
    for (const event of ['place', 'places', 'commands']) session.on(event, () => this.#draw());
    session.on('clock', () => this.#tick());
    for (const event of ['place', 'unread']) session.on(event, () => this.#mark());
    setInterval(() => this.#tick(), 5000);
  }

  #draw() {
    const { channel, server } = this.#session;
    replace(this.element, [
      h(
        'button',
        {
          class: 'icon-button header__drawer',
          type: 'button',
          'aria-label': t('openDrawer'),
          'aria-controls': 'sidebar',
          onclick: () => this.#frame.drawer(),
        },
        icon('menu'),
      ),
      channel && icon(server ? (channel.type >= 10 ? 'thread' : 'hash') : 'at', 'header__kind'),
      h('h1', {}, channel?.name ?? ''),
      channel?.topic && h('p', { class: 'header__topic', title: channel.topic }, channel.topic),
      h('span', { class: 'header__space' }),
      this.#time(),
      h(
        'button',
        { class: 'sandbox-badge', type: 'button', 'aria-haspopup': 'dialog', onclick: showAbout },
        icon('info'),
        h('span', {}, t('sandbox')),
      ),
      h(
        'button',
        {
          class: 'icon-button header__members',
          type: 'button',
          'aria-label': t('showMembers'),
          title: t('members'),
          'aria-controls': 'members',
          onclick: () => this.#frame.members(),
        },
        icon('people'),
      ),
    ]);
    this.#tick();
  }

  // #mark tells of unread direct messages and mentions while the drawer hides them.
  #mark() {
    const named = [...this.#session.unread.values()].some((count) => count > 0);
    this.element.classList.toggle('header--unread', named);
  }

  #time() {
    return h(
      'button',
      {
        class: 'clock',
        type: 'button',
        title: t('timeTravel'),
        'aria-label': t('timeTravel'),
        'aria-haspopup': 'menu',
        onclick: (event) => this.#travel(event.currentTarget),
      },
      icon('clock'),
      this.#day,
      this.#hour,
    );
  }

  #tick() {
    const now = new Date(this.#session.now());
    this.#day.textContent = time.weekday(now, this.#session.locale);
    this.#hour.textContent = time.hour(now, this.#session.locale);
  }

  #travel(anchor) {
    const go = (body) => this.#session.travel(body);
    const now = time.dateHour(new Date(this.#session.now()), this.#session.locale);
    openMenu(
      anchor,
      [
        { heading: t('sandboxTime', { now }) },
        { label: t('jumpTomorrow'), icon: 'sun', run: () => go({ jump: 'tomorrow 09:00', zone: time.zone() }) },
        { label: t('plusHour'), icon: 'clock', run: () => go({ advance: '1h' }) },
        { label: t('plusDay'), icon: 'clock', run: () => go({ advance: '24h' }) },
      ],
      t('timeTravel'),
    );
  }
}
