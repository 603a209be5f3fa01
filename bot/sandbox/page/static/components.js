// components draws what a message offers to press, and the layouts of components v2. A table by type: what is unknown is left out.
import { colour, h, icon, safeURL } from './dom.js';
import { fileCard, picture, resolve } from './media.js';
import { Silence } from './pending.js';
import { rich } from './richtext.js';
import { emoji, select } from './select.js';
import { t } from './strings.js';

export function components(message, session) {
  const parts = (message.components ?? []).map((part) => draw(part, message, session));
  return parts.length ? h('div', { class: 'components' }, parts) : null;
}

const draw = (part, message, session) => painters[part.type]?.(part, message, session) ?? null;
const all = (parts, message, session) => (parts ?? []).map((part) => draw(part, message, session));

const painters = {
  1: (part, message, session) => h('div', { class: 'row' }, all(part.components, message, session)),
  2: button,
  3: menu,
  5: menu,
  6: menu,
  7: menu,
  8: menu,
  9: section,
  10: (part, message, session) => rich(part.content, session),
  11: (part, message) =>
    picture({ ...resolve(part.media, message), description: part.description, spoiler: part.spoiler }, '', {
      width: 96,
      height: 96,
    }),
  12: gallery,
  13: (part, message) => fileCard({ ...resolve(part.file, message), name: part.name, size: part.size }),
  14: (part) =>
    h('hr', {
      class: `separator separator--${part.spacing === 2 ? 'large' : 'small'}${part.divider === false ? ' separator--blank' : ''}`,
    }),
  17: container,
};

const looks = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link', 6: 'primary' };

function button(part, message, session) {
  const className = `button button--${looks[part.style] ?? 'secondary'}`;
  const content = [emoji(part.emoji), part.label && h('span', {}, part.label)];
  const name = part.label ? null : part.emoji?.name;
  if (part.style === 5) {
    const href = part.disabled ? null : safeURL(part.url ?? '') || null;
    return h(
      'a',
      {
        class: className,
        href,
        target: '_blank',
        rel: 'noopener noreferrer',
        'aria-disabled': part.disabled ? 'true' : null,
        'aria-label': name,
      },
      content,
      icon('link'),
    );
  }
  const node = h(
    'button',
    { class: className, type: 'button', disabled: part.disabled, 'aria-label': name, data: { customId: part.custom_id ?? '' } },
    content,
  );
  node.addEventListener('click', () => press(node, part, message, session));
  return node;
}

function menu(part, message, session) {
  const node = select(part, session, (values) => press(node, part, message, session, values));
  return node;
}

// press shows that the bot is at work, keeps a second click away, and says below the message what went wrong.
async function press(node, part, message, session, values) {
  if (node.getAttribute('aria-busy') === 'true') return;
  const parent = node.closest('.message');
  say(parent, '');
  node.setAttribute('aria-busy', 'true');
  try {
    await session.press(message, part, values);
  } catch (error) {
    say(
      document.querySelector(`.message[data-id="${message.id}"]`) ?? parent,
      error instanceof Silence ? t('interactionFailed') : error.message,
    );
  }
  node.removeAttribute('aria-busy');
}

function say(parent, text) {
  const line = parent?.querySelector('.message__failure');
  if (line) line.textContent = text;
}

function section(part, message, session) {
  return h(
    'div',
    { class: 'section' },
    h('div', { class: 'section__text' }, all(part.components, message, session)),
    part.accessory && draw(part.accessory, message, session),
  );
}

function gallery(part, message) {
  const items = (part.items ?? []).map((item) =>
    picture({ ...resolve(item.media, message), description: item.description, spoiler: item.spoiler }, ''),
  );
  return h('div', { class: `gallery gallery--${Math.min(items.length, 3)}` }, items);
}

function container(part, message, session) {
  const node = h('div', { class: 'container' }, all(part.components, message, session));
  const bar = colour(part.accent_color);
  if (bar) {
    node.classList.add('container--accent');
    node.style.borderInlineStartColor = bar;
  }
  if (!part.spoiler) return node;
  const cover = h('button', { class: 'cover', type: 'button', onclick: () => cover.replaceWith(node) }, t('spoiler'));
  return cover;
}
