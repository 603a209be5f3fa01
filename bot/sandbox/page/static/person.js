// person draws a face: initials on a colour of its own for people, a robot for applications.
import { h, icon } from './dom.js';

const hues = 8;

export function avatar(user, className = '') {
  const node = h('span', { class: `avatar ${className}`.trim(), 'aria-hidden': 'true' });
  node.classList.add(user.bot ? 'avatar--bot' : `avatar--${hueOf(user.id)}`);
  node.append(user.bot ? icon('bot') : initials(user.name ?? ''));
  return node;
}

// initials are two letters, or one character of a script that needs no more.
export function initials(name) {
  const words = name
    .trim()
    .split(/[\s_.-]+/u)
    .filter(Boolean);
  if (!words.length) return '?';
  if (/^\p{Script=Han}/u.test(words[0])) return [...words[0]].at(-1);
  return words
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join('');
}

function hueOf(id) {
  let sum = 0;
  for (const digit of String(id)) sum = (sum * 31 + digit.charCodeAt(0)) % 9973;
  return sum % hues;
}
