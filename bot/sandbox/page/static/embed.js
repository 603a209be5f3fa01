// embed draws the cards of a message.
import { colour, h, safeURL } from './dom.js';
import { picture, resolve } from './media.js';
import { rich, richInline } from './richtext.js';
import { dayWords } from './strings.js';
import * as time from './time.js';

export const embeds = (message, session) => (message.embeds ?? []).map((embed) => card(embed, message, session));

function card(embed, message, session) {
  const node = h('article', { class: 'embed' }, [
    h('div', { class: 'embed__main' }, [
      h(
        'div',
        { class: 'embed__text' },
        author(embed),
        title(embed, session),
        embed.description && rich(embed.description, session, 'embed__description'),
        fields(embed, session),
      ),
      thumbnail(embed, message),
    ]),
    embed.image && picture(resolve(embed.image, message), embed.title, { width: 400, height: 300 }),
    footer(embed, session),
  ]);
  const bar = colour(embed.color);
  if (bar) node.style.borderInlineStartColor = bar;
  return node;
}

function linked(url, content, className) {
  const href = url && safeURL(url);
  return href
    ? h('a', { class: className, href, target: '_blank', rel: 'noopener noreferrer' }, content)
    : h('span', { class: className }, content);
}

function author({ author: by }) {
  if (!by?.name) return null;
  return h(
    'div',
    { class: 'embed__author' },
    by.icon_url && safeURL(by.icon_url) && h('img', { src: safeURL(by.icon_url), alt: '' }),
    linked(by.url, by.name),
  );
}

const title = (embed, session) =>
  embed.title && h('h4', { class: 'embed__title' }, linked(embed.url, richInline(embed.title, session)));

function fields({ fields: all = [] }, session) {
  if (!all.length) return null;
  return h(
    'dl',
    { class: 'embed__fields' },
    all.map((field) =>
      h('div', { class: field.inline ? 'field field--inline' : 'field' }, [
        h('dt', {}, richInline(field.name, session)),
        h('dd', {}, rich(field.value, session)),
      ]),
    ),
  );
}

function thumbnail(embed, message) {
  return (
    embed.thumbnail &&
    h('div', { class: 'embed__thumbnail' }, picture(resolve(embed.thumbnail, message), embed.title, { width: 80, height: 80 }))
  );
}

function footer(embed, session) {
  const date = embed.timestamp ? new Date(embed.timestamp) : null;
  const when = date && !Number.isNaN(date.getTime()) ? time.stamp(date, session.locale, session.now(), dayWords) : '';
  const text = [embed.footer?.text, when].filter(Boolean).join(' • ');
  const picture = embed.footer?.icon_url && safeURL(embed.footer.icon_url);
  return text ? h('footer', { class: 'embed__footer' }, picture && h('img', { src: picture, alt: '' }), text) : null;
}
