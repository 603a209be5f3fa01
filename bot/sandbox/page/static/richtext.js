// richtext draws what markdown.js has read. Nothing a bot or player wrote ever passes through an HTML parser.
import { h, safeURL } from './dom.js';
import { onlyEmoji, parse, plain } from './markdown.js';
import { t } from './strings.js';
import * as time from './time.js';

// rich draws a source; session gives names, language and time.
export function rich(source, session, className = '') {
  const node = h('div', { class: `rich ${className}`.trim() }, draw(parse(source), session));
  if (onlyEmoji(source)) node.classList.add('rich--jumbo');
  return node;
}

// richInline draws a short text (a field's name, a title) without a block around it.
export const richInline = (source, session) => {
  const nodes = parse(source);
  return draw(nodes.length === 1 && nodes[0].type === 'paragraph' ? nodes[0].children : nodes, session);
};

// spoken is a source as a screen reader says it.
export const spoken = (source, session) => plain(parse(source), (node) => names[node.type]?.(node, session));

// names are what stands for nodes that carry no text of their own.
const names = {
  user: (node, session) => `@${session.person(node.id).name}`,
  role: (node, session) => `@${session.roleName(node.id)}`,
  channel: (node, session) => `#${session.channelName(node.id) || t('someChannel')}`,
  timestamp: (node, session) => time.format(node.unix, node.style, session.locale, session.now()),
};

const draw = (nodes, session) => nodes.map((node) => painters[node.type](node, session));
const around = (tag, className) => (node, session) => h(tag, { class: className }, draw(node.children, session));

const painters = {
  text: (node) => document.createTextNode(node.text),
  paragraph: around('p'),
  heading: (node, session) => h(`h${node.level + 3}`, { class: `rich__h${node.level}` }, draw(node.children, session)),
  subtext: around('small', 'rich__subtext'),
  quote: around('blockquote'),
  code: (node) =>
    h('pre', { tabindex: 0, 'aria-label': t('codeBlock') }, h('code', { data: { language: node.language } }, node.text)),
  list: drawList,
  bold: around('strong'),
  italic: around('em'),
  underline: around('u'),
  strike: around('s'),
  spoiler: drawSpoiler,
  inlineCode: (node) => h('code', {}, node.text),
  link: drawLink,
  user: (node, session) => mention(names.user(node, session), { mention: node.id }),
  role: (node, session) => mention(names.role(node, session)),
  channel: drawChannel,
  command: drawCommand,
  everyone: (node) => mention(node.text),
  emoji: (node) => h('span', { class: 'rich__emoji', title: node.name }, node.name),
  timestamp: drawTimestamp,
};

function drawList(node, session) {
  const items = node.items.map((item) => h('li', {}, draw(item, session)));
  return h(node.ordered ? 'ol' : 'ul', { start: node.ordered && node.start !== 1 ? node.start : null }, items);
}

const mention = (text, data) => h('span', { class: 'mention', data: data ?? {} }, text);

function drawChannel(node, session) {
  const name = session.channelName(node.id);
  if (!name) return mention(`#${t('someChannel')}`);
  const server = session.servers.find((candidate) => candidate.channels?.some((channel) => channel.id === node.id));
  const channel = server.channels.find((candidate) => candidate.id === node.id);
  return h('button', { class: 'mention', type: 'button', onclick: () => session.go(server, channel) }, `#${name}`);
}

function drawCommand(node, session) {
  return h(
    'button',
    { class: 'mention', type: 'button', onclick: () => session.emit('compose', `/${node.name}`) },
    `/${node.name}`,
  );
}

function drawLink(node, session) {
  const href = safeURL(node.url);
  if (!href) return h('span', {}, draw(node.children, session));
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, draw(node.children, session));
}

function drawSpoiler(node, session) {
  const inside = h('span', { class: 'spoiler__inside', 'aria-hidden': 'true', inert: true }, draw(node.children, session));
  const spoiler = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': t('spoiler'), 'aria-expanded': 'false' },
    inside,
  );
  const reveal = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    openSpoiler(spoiler, inside, reveal);
  };
  spoiler.addEventListener('click', reveal);
  spoiler.addEventListener('keydown', reveal);
  return spoiler;
}

function openSpoiler(spoiler, inside, reveal) {
  spoiler.removeEventListener('click', reveal);
  spoiler.removeEventListener('keydown', reveal);
  spoiler.classList.add('spoiler--open');
  for (const name of ['role', 'tabindex', 'aria-label', 'aria-expanded']) spoiler.removeAttribute(name);
  inside.removeAttribute('aria-hidden');
  inside.inert = false;
}

function drawTimestamp(node, session) {
  const date = new Date(node.unix * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(String(node.unix));
  const attributes = { class: 'timestamp', datetime: date.toISOString(), title: time.full(date, session.locale) };
  const element = h('time', attributes, names.timestamp(node, session));
  if (node.style === 'R') element.dataset.relative = String(node.unix);
  return element;
}

// refreshTimes rewrites the relative times below root; call it when the clock moves.
export function refreshTimes(root, session) {
  for (const element of root.querySelectorAll('time[data-relative]')) {
    element.textContent = time.format(Number(element.dataset.relative), 'R', session.locale, session.now());
  }
}
