// sidebar is the left of the page: the rail of servers, the channels, and below them the player.
import { h, icon, replace } from './dom.js';
import { openMenu } from './menu.js';
import { avatar, initials } from './person.js';
import { applyTheme, recall, remember } from './settings.js';
import { languageOf, locales, t } from './strings.js';

export class Sidebar {
  #session;
  #onpick;
  #rail = h('nav', { class: 'rail' });
  #title = h('h2', { class: 'channels__title' });
  #channels = h('nav', { class: 'channels__list' });
  #panel = h('div', { class: 'panel' });

  // onpick is called when a channel was chosen, so that a phone can close the drawer.
  constructor(session, onpick) {
    this.#session = session;
    this.#onpick = onpick;
    this.element = h(
      'div',
      { class: 'sidebar', id: 'sidebar' },
      this.#rail,
      h('div', { class: 'channels' }, this.#title, this.#channels, this.#panel),
    );
    for (const event of ['place', 'places', 'unread', 'commands']) session.on(event, () => this.#draw());
  }

  #draw() {
    if (!this.#session.player) return;
    this.#drawRail();
    this.#drawChannels();
    this.#drawPanel();
  }

  // ---- servers

  #drawRail() {
    this.#rail.setAttribute('aria-label', t('servers'));
    const direct = this.#server(null, t('directMessages'), icon('chat'));
    const servers = this.#session.home().map((server) => this.#server(server, server.name, shorten(server.name)));
    replace(this.#rail, direct, h('hr', { class: 'rail__rule' }), servers);
  }

  #server(server, name, face) {
    const here = server?.id === this.#session.server?.id;
    const channels = this.#session.channelsOf(server);
    const unread = !here && channels.some((channel) => this.#session.unread.has(channel.id));
    const named = channels.reduce((sum, channel) => sum + (this.#session.unread.get(channel.id) ?? 0), 0);
    const open = () => this.#session.go(server, this.#first(server));
    return h(
      'button',
      {
        class: `rail__server${unread ? ' rail__server--unread' : ''}`,
        type: 'button',
        title: name,
        'aria-label': named ? `${name}, ${t('mentions', { count: named })}` : name,
        'aria-current': here ? 'true' : null,
        onclick: open,
      },
      face,
      count(named),
    );
  }

  #first(server) {
    const channels = this.#session.channelsOf(server);
    return channels.find((channel) => channel.type === 0) ?? channels[0] ?? null;
  }

  // ---- channels

  #drawChannels() {
    const { server } = this.#session;
    replace(this.#title, server ? server.name : t('directMessages'));
    this.#channels.setAttribute('aria-label', t('channels'));
    replace(
      this.#channels,
      this.#session.channelsOf(server).map((channel) => this.#channel(channel)),
    );
  }

  #channel(channel) {
    const here = channel.id === this.#session.channel?.id;
    const unread = this.#session.unread.has(channel.id);
    const thread = channel.type >= 10;
    const face = channel.type === 1 ? avatar({ id: '', bot: true }, 'avatar--small') : icon(thread ? 'thread' : 'hash');
    const open = () => {
      this.#onpick();
      this.#session.go(this.#session.server, channel);
    };
    const name = `channel${unread ? ' channel--unread' : ''}${thread ? ' channel--thread' : ''}`;
    return h(
      'button',
      { class: name, type: 'button', 'aria-current': here ? 'page' : null, onclick: open },
      face,
      h('span', { class: 'channel__name' }, channel.name),
      count(this.#session.unread.get(channel.id)),
    );
  }

  // ---- the player

  #drawPanel() {
    const { player } = this.#session;
    const open = (event) => openMenu(event.currentTarget, this.#players(), t('players'));
    const who = h(
      'button',
      {
        class: 'panel__player',
        type: 'button',
        'aria-haspopup': 'menu',
        'aria-label': t('switchPlayer', { name: player.name }),
        onclick: open,
      },
      avatar(player),
      h('span', { class: 'panel__text' }, h('strong', {}, player.name), h('small', {}, locales[player.locale] ?? player.locale)),
      icon('down', 'panel__more'),
    );
    replace(this.#panel, who, this.#language(), this.#theme());
  }

  #players() {
    const { players, player } = this.#session;
    return [
      { heading: t('playAs') },
      ...players.map((other) => ({
        label: other.name,
        note: locales[other.locale] ?? other.locale,
        before: avatar(other, 'avatar--small'),
        checked: other.id === player.id,
        data: { player: other.id },
        run: () => other.id !== player.id && this.#session.play(other),
      })),
    ];
  }

  #language() {
    const other =
      languageOf(this.#session.locale) === 'zh'
        ? { locale: 'en-US', text: 'EN', lang: 'en', label: 'English' }
        : { locale: 'zh-CN', text: '中', lang: 'zh-CN', label: '中文' };
    return h(
      'button',
      {
        class: 'icon-button panel__language',
        type: 'button',
        lang: other.lang,
        title: other.label,
        'aria-label': other.label,
        onclick: () => this.#session.speak(other.locale),
      },
      other.text,
    );
  }

  #theme() {
    const open = (event) => openMenu(event.currentTarget, [{ heading: t('theme') }, ...this.#themes()], t('theme'));
    return h(
      'button',
      {
        class: 'icon-button panel__theme',
        type: 'button',
        title: t('theme'),
        'aria-label': t('theme'),
        'aria-haspopup': 'menu',
        onclick: open,
      },
      icon('sun'),
    );
  }

  #themes() {
    const now = recall('theme');
    return [
      [null, 'themeSystem'],
      ['dark', 'themeDark'],
      ['light', 'themeLight'],
    ].map(([theme, key]) => ({
      label: t(key),
      checked: theme === now,
      data: { theme: theme ?? 'system' },
      run: () => choose(theme),
    }));
  }
}

function choose(theme) {
  remember('theme', theme);
  applyTheme(theme);
}

const count = (number) =>
  number ? h('span', { class: 'count', 'aria-hidden': 'true' }, number > 99 ? '99+' : String(number)) : null;

// shorten gives a server's initials, two characters of a Chinese name.
const shorten = (name) => (/^\p{Script=Han}/u.test(name) ? [...name].slice(0, 2).join('') : initials(name));
