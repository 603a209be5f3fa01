// popup shows something small above the page: at its anchor on a wide screen, as a sheet from below on a phone. The browser's popover
// closes it on Escape and on a click outside.
import { h, isPhone } from './dom.js';

let open = null;

// openPopup shows content at anchor (an element or a point {x, y}); onclose runs once. It returns the function that closes.
export function openPopup(anchor, content, { className = '', onclose = () => {}, focus = null } = {}) {
  open?.();
  const back = document.activeElement;
  const popup = h('div', { class: `popup ${className}`.trim(), popover: 'auto' }, content);
  const host = anchor instanceof Element ? (anchor.closest('dialog') ?? document.body) : document.body;
  host.append(popup);
  popup.showPopover();
  if (!isPhone()) place(popup, anchor);
  const close = () => popup.isConnected && popup.hidePopover();
  popup.addEventListener('toggle', (event) => event.newState === 'closed' && finish(popup, back, onclose));
  open = close;
  (focus ?? popup.querySelector('[autofocus], button, [tabindex="0"], input'))?.focus({ preventScroll: true });
  return close;
}

function finish(popup, back, onclose) {
  const inside = popup.contains(document.activeElement) || document.activeElement === document.body;
  popup.remove();
  open = null;
  if (inside && back?.isConnected) back.focus({ preventScroll: true });
  onclose();
}

const margin = 8;

function place(popup, anchor) {
  const box =
    anchor instanceof Element
      ? anchor.getBoundingClientRect()
      : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y, width: 0 };
  if (popup.classList.contains('popup--wide')) popup.style.minWidth = `${box.width}px`;
  const { width, height } = popup.getBoundingClientRect();
  const below = box.bottom + 4 + height <= innerHeight - margin || box.top < height + margin;
  const top = below ? Math.min(box.bottom + 4, innerHeight - height - margin) : box.top - height - 4;
  popup.style.top = `${Math.max(margin, top)}px`;
  popup.style.left = `${Math.max(margin, Math.min(box.left, innerWidth - width - margin))}px`;
}
