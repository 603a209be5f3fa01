// message draws one message.
import { components } from './components.js';
import { h, icon } from './dom.js';
import { embeds } from './embed.js';
import { attachments } from './media.js';
import { openMenu, onMenu } from './menu.js';
import { isEphemeral, isLoading } from './messages.js';
import { avatar } from './person.js';
import { rich } from './richtext.js';
import { nameOf } from './directory.js';
import { dayWords, t } from './strings.js';
import * as time from './time.js';

const joins = 7 * 60e3; // messages of one author within this time share a head

export function draw(message, session) {
  const node = h(
    'li',
    { class: classes(message, session), data: { id: message.id }, tabindex: -1 },
    h('div', { class: 'divider', role: 'separator' }),
    h('div', { class: 'message__frame' }, [
      invocation(message, session),
      h(
        'div',
        { class: 'message__row' },
        face(message, session),
        h('div', { class: 'message__body' }, head(message, session), body(message, session), note(message, session)),
      ),
      tools(message, session),
    ]),
  );
  if (!message.local) onMenu(node, (anchor, target) => openFor(target, anchor, message, session));
  return node;
}

function classes(message, session) {
  return [
    'message',
    isEphemeral(message) && 'message--ephemeral',
    session.names(message) && 'message--named',
    message.local && `message--${message.local}`,
  ]
    .filter(Boolean)
    .join(' ');
}

const authorOf = (message) => ({
  id: message.author.id,
  name: nameOf(message.member ?? {}) || nameOf(message.author),
  bot: message.author.bot,
});
const face = (message, session) =>
  h(
    'button',
    {
      class: 'message__face',
      type: 'button',
      tabindex: -1,
      'aria-hidden': 'true',
      data: { person: message.author.id },
      onclick: (event) => personMenu(event.currentTarget, message.author.id, session),
    },
    avatar(authorOf(message)),
  );

function head(message, session) {
  const author = authorOf(message);
  const date = new Date(message.timestamp);
  return h('h3', { class: 'message__head' }, [
    h(
      'span',
      { class: author.bot ? 'message__author message__author--bot' : 'message__author', data: { person: author.id } },
      author.name,
    ),
    author.bot && h('span', { class: 'badge' }, t('app')),
    h(
      'time',
      { datetime: date.toISOString(), title: time.full(date, session.locale) },
      time.stamp(date, session.locale, session.now(), dayWords),
    ),
  ]);
}

// invocation is the line above an answer: who used which command.
function invocation(message, session) {
  const by = message.interaction_metadata ?? message.interaction;
  if (!by?.user || (by.type ?? 2) !== 2) return null;
  const name = by.name ?? message.interaction?.name ?? '';
  const user = { id: by.user.id, name: session.players.find((player) => player.id === by.user.id)?.name ?? nameOf(by.user) };
  return h(
    'div',
    { class: 'message__invocation' },
    h('i', { class: 'message__bend' }),
    avatar(user, 'avatar--tiny'),
    h('strong', {}, user.name),
    name ? ` ${t('used')} ` : ` ${t('usedApp')}`,
    name && h('span', { class: 'mention' }, (by.command_type ?? 1) === 1 ? `/${name}` : name),
  );
}

function body(message, session) {
  if (message.local === 'failed')
    return h('div', { class: 'message__content message__content--failed' }, icon('info'), message.failed);
  if (message.local) return h('div', { class: 'message__content message__content--waiting' }, dots(), t('sending'));
  const thinking = isLoading(message) && !message.content && !message.embeds?.length && !message.components?.length;
  if (thinking)
    return h(
      'div',
      { class: 'message__content message__content--waiting' },
      dots(),
      t('thinking', { name: authorOf(message).name }),
    );
  return [
    message.content && content(message, session),
    attachments(message),
    embeds(message, session),
    components(message, session),
    h('div', { class: 'message__failure', role: 'alert' }),
  ];
}

const dots = () => h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));

function content(message, session) {
  const node = rich(message.content, session, 'message__content');
  if (!message.edited_timestamp) return node;
  const edited = new Date(message.edited_timestamp);
  (node.lastElementChild?.matches('p') ? node.lastElementChild : node).append(
    h('span', { class: 'message__edited', title: time.full(edited, session.locale) }, t('edited')),
  );
  return node;
}

function note(message, session) {
  if (message.local === 'failed') return h('div', { class: 'message__note' }, dismissal(message, session));
  if (!isEphemeral(message)) return null;
  return h('div', { class: 'message__note' }, icon('eye'), t('onlyYou'), ' · ', dismissal(message, session));
}

const dismissal = (message, session) =>
  h('button', { class: 'link', type: 'button', onclick: () => session.dismiss(message) }, t('dismiss'));

function tools(message, session) {
  if (message.local) return null;
  return h(
    'div',
    { class: 'message__tools' },
    h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': t('more'),
        'aria-haspopup': 'menu',
        onclick: (event) => messageMenu(event.currentTarget, message, session),
      },
      icon('more'),
    ),
  );
}

function openFor(target, anchor, message, session) {
  const person = target.closest?.('[data-person]')?.dataset.person;
  if (person) personMenu(anchor, person, session);
  else messageMenu(anchor, message, session);
}

function messageMenu(anchor, message, session) {
  const commands = isEphemeral(message) ? [] : session.messageCommands();
  openMenu(
    anchor,
    [
      message.content && { label: t('copyText'), icon: 'copy', run: () => copy(message.content) },
      { label: t('copyMessageID'), icon: 'copy', run: () => copy(message.id) },
      isEphemeral(message) && { label: t('dismiss'), icon: 'close', run: () => session.dismiss(message) },
      ...apps(commands, message.id, session),
    ],
    t('messageActions'),
  );
}

// personMenu offers what can be done with a player; members.js opens it too.
export function personMenu(anchor, id, session) {
  const person = session.person(id);
  openMenu(
    anchor,
    [
      { heading: person.name },
      { label: t('mention'), icon: 'at', run: () => session.emit('compose', `@${person.name} `) },
      { label: t('copyPersonID'), icon: 'copy', run: () => copy(id) },
      ...apps(session.userCommands(), id, session),
    ],
    person.name,
  );
}

function apps(commands, target, session) {
  if (!commands.length) return [];
  const items = commands.map((command) => ({
    label: command.name_localizations?.[session.locale] ?? command.name,
    icon: 'bot',
    note: session.applicationName(command.application_id),
    run: () => session.runMenu(command, target),
  }));
  return [{ heading: t('apps') }, ...items];
}

const copy = (text) => navigator.clipboard?.writeText(text).catch(() => {});

// arrange says whether a message goes on below the previous one without a head, and whether a day begins with it.
export function arrange(node, message, previous, session) {
  const date = new Date(message.timestamp);
  const newDay = !previous || !time.sameDay(new Date(previous.timestamp), date);
  const near = previous && date - new Date(previous.timestamp) < joins && previous.author.id === message.author.id;
  const follows =
    near && !newDay && !message.interaction_metadata && !message.interaction && isEphemeral(previous) === isEphemeral(message);
  node.classList.toggle('message--follows', Boolean(follows));
  const divider = node.querySelector('.divider');
  divider.hidden = !newDay;
  divider.textContent = newDay ? time.day(date, session.locale) : '';
}
