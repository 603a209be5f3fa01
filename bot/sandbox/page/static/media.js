// media shows pictures and files, and a picture large when it is clicked.
import { h, icon, safeURL } from './dom.js';
import { t } from './strings.js';

const largest = { width: 520, height: 350 };

// picture draws an image {url, width?, height?, description?} within Discord's box; the room is kept before it has loaded.
export function picture({ url, proxy_url: proxy, width, height, description, spoiler }, alt, box = largest) {
  const address = safeURL(proxy || url);
  if (!address) return null;
  const scale = width && height ? Math.min(1, box.width / width, box.height / height) : 0;
  const image = h('img', {
    src: address,
    alt: description || alt || t('picture'),
    loading: 'lazy',
    decoding: 'async',
    width: scale ? Math.round(width * scale) : null,
    height: scale ? Math.round(height * scale) : null,
  });
  const frame = h(
    'button',
    {
      class: 'picture',
      type: 'button',
      'aria-label': `${t('enlarge')}: ${image.alt}`,
      onclick: () => enlarge(address, image.alt),
    },
    image,
  );
  image.addEventListener('error', () =>
    frame.replaceWith(h('span', { class: 'picture picture--broken' }, icon('file'), image.alt)),
  );
  return spoiler ? hidden(frame) : frame;
}

function hidden(frame) {
  const cover = h('button', { class: 'cover', type: 'button', onclick: () => cover.replaceWith(frame) }, t('spoiler'));
  return cover;
}

function enlarge(address, alt) {
  const close = () => dialog.close();
  const dialog = h(
    'dialog',
    {
      class: 'lightbox',
      'aria-label': alt,
      onclick: (event) => event.target.closest('a, img') || close(),
      onclose: () => dialog.remove(),
    },
    [
      h('img', { src: address, alt }),
      h(
        'p',
        {},
        alt !== t('picture') && h('span', {}, alt),
        h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, t('openOriginal')),
      ),
      h(
        'button',
        { class: 'icon-button lightbox__close', type: 'button', 'aria-label': t('close'), onclick: close },
        icon('close'),
      ),
    ],
  );
  document.body.append(dialog);
  dialog.showModal();
}

export function attachments(message) {
  const all = message.attachments ?? [];
  return all.length ? h('div', { class: 'attachments' }, all.map(attachment)) : null;
}

function attachment(file) {
  const shown = /^image\//.test(file.content_type ?? '') || /\.(png|jpe?g|gif|webp|svg)$/i.test(file.filename ?? '');
  return (shown && picture({ ...file, spoiler: file.filename?.startsWith('SPOILER_') }, file.filename)) || fileCard(file);
}

export function fileCard(file) {
  const href = safeURL(file.url);
  const name = file.filename ?? file.name ?? t('file');
  return h('a', { class: 'file', href: href || null, download: name, rel: 'noopener noreferrer', target: '_blank' }, [
    icon('file'),
    h('span', {}, h('span', { class: 'file__name' }, name), Number.isFinite(file.size) && h('small', {}, bytes(file.size))),
  ]);
}

const bytes = (size) =>
  size < 1024 ? `${size} B` : size < 1048576 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1048576).toFixed(1)} MB`;

// resolve turns attachment://name into the address of the message's file of that name.
export function resolve(media, message) {
  const name = /^attachment:\/\/(.+)$/.exec(media?.url ?? '')?.[1];
  const found = name && message.attachments?.find((file) => file.filename === name);
  return found ? { ...media, ...found, description: media.description ?? found.description } : media;
}
