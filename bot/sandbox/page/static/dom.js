// dom builds elements. Whatever comes from outside enters as text or as an attribute value, never as markup.

const properties = new Set(['value', 'checked', 'disabled', 'indeterminate', 'hidden', 'inert', 'required', 'multiple']);

// h makes an element: `on…` are listeners, `data` becomes the dataset, null and false props and children are left out.
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'class') node.className = value;
  else if (name === 'data') Object.assign(node.dataset, value);
  else if (properties.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? '' : String(value));
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === '') continue;
    node.append(child);
  }
}

export function replace(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

const svg = 'http://www.w3.org/2000/svg';

export function icon(name, className = '') {
  const node = document.createElementNS(svg, 'svg');
  node.setAttribute('class', `icon ${className}`.trim());
  node.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#icon-${name}`);
  node.append(use);
  return node;
}

// safeURL is the address if following it cannot run a script, else ''.
export function safeURL(address) {
  try {
    const url = new URL(address, location.href);
    return ['http:', 'https:', 'mailto:', 'blob:'].includes(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}

// colour is a CSS colour of Discord's number (0xRRGGBB), or '' for none.
export function colour(number) {
  return Number.isInteger(number) && number > 0 ? `#${number.toString(16).padStart(6, '0')}` : '';
}

export const isPhone = () => matchMedia('(max-width: 760px)').matches;
