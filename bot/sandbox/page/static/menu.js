// menu is a list of things to do with what was clicked.
import { h, icon } from './dom.js';
import { openPopup } from './popup.js';

// openMenu shows items at anchor: {label, icon?, note?, checked?, run} or {heading} or null for nothing.
export function openMenu(anchor, items, label) {
  let close = () => {};
  const list = h('div', { class: 'menu', role: 'menu', 'aria-label': label, onkeydown: (event) => walk(event, list) });
  for (const item of items.filter(Boolean)) list.append(item.heading ? heading(item) : button(item, () => close()));
  close = openPopup(anchor, list, { className: 'popup--menu' });
  return close;
}

const heading = (item) => h('div', { class: 'menu__heading', role: 'presentation' }, item.heading);

function button(item, close) {
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  const state = item.checked === undefined ? {} : { 'aria-checked': String(item.checked) };
  const run = () => {
    close();
    item.run();
  };
  return h('button', { class: 'menu__item', type: 'button', role, ...state, onclick: run, data: item.data ?? {} }, [
    item.before ?? (item.icon && icon(item.icon)),
    h('span', { class: 'menu__label' }, item.label, item.note && h('small', {}, item.note)),
    item.checked && icon('check', 'menu__check'),
  ]);
}

const steps = { ArrowDown: 1, ArrowUp: -1 };

function walk(event, list) {
  const items = [...list.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement);
  if (event.key in steps) items.at((at + steps[event.key]) % items.length).focus();
  else if (event.key === 'Home') items[0].focus();
  else if (event.key === 'End') items.at(-1).focus();
  else return;
  event.preventDefault();
}

const longPress = 500;

// onMenu calls open(anchor) for a right click, the menu key and a long press on node.
export function onMenu(node, open) {
  let timer = 0;
  node.addEventListener('contextmenu', (event) => {
    if (getSelection()?.toString() || event.target.closest('a, input, textarea')) return;
    event.preventDefault();
    open(event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : node, event.target);
  });
  node.addEventListener(
    'touchstart',
    (event) => {
      const touch = event.touches[0];
      timer = setTimeout(() => open({ x: touch.clientX, y: touch.clientY }, event.target), longPress);
    },
    { passive: true },
  );
  for (const end of ['touchend', 'touchmove', 'touchcancel'])
    node.addEventListener(end, () => clearTimeout(timer), { passive: true });
}
