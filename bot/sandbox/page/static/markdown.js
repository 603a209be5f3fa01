// markdown reads Discord's Markdown into a tree of plain objects: {type, text?, children?, …}. It is pure and never fails:
// what is not understood stays text. Blocks: paragraph, heading, subtext, quote, code, list. richtext.js draws the tree.

const maxDepth = 12; // deeper nesting is shown as text

export function parse(source) {
  return blocks(
    String(source ?? '')
      .replaceAll('\r\n', '\n')
      .split('\n'),
    0,
  );
}

// plain is what a screen reader or a notification says of a tree; a spoiler stays one. name gives the words of nodes that have none of
// their own (mentions, timestamps), or nothing.
export function plain(nodes, name = () => undefined) {
  return nodes.map((node) => plainOf(node, name)).join('');
}

function plainOf(node, name) {
  if (node.type === 'spoiler') return '…';
  if (node.type === 'list') return node.items.map((item) => plain(item, name)).join('; ');
  return node.text ?? node.name ?? name(node) ?? (node.children ? plain(node.children, name) : `<${node.type}>`);
}

// onlyEmoji tells whether a message is nothing but up to 27 emoji, which Discord draws large.
export function onlyEmoji(source) {
  const text = String(source ?? '').trim();
  const found = text.match(/<a?:\w+:\d+>|\p{RGI_Emoji}/gv) ?? [];
  return found.length > 0 && found.length <= 27 && text.replace(/<a?:\w+:\d+>|\p{RGI_Emoji}|\s/gv, '') === '';
}

// ---- blocks

function blocks(lines, depth) {
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) nodes.push({ type: 'paragraph', children: inline(paragraph.join('\n'), depth) });
    paragraph = [];
  };
  for (let i = 0; i < lines.length;) {
    const taken = fence(lines, i) ?? (depth < maxDepth ? special(lines, i, depth) : null);
    if (!taken) {
      paragraph.push(lines[i++]);
      continue;
    }
    if (taken.before) paragraph.push(taken.before);
    flush();
    nodes.push(taken.node);
    i += taken.count;
    if (taken.after) lines.splice(i, 0, taken.after);
  }
  flush();
  return trimBlank(nodes);
}

// A newline beside a block is the block's own; a paragraph of nothing else is dropped.
function trimBlank(nodes) {
  return nodes.filter((node) => node.type !== 'paragraph' || plain(node.children) !== '' || nodes.length === 1);
}

const special = (lines, i, depth) => quote(lines, i, depth) ?? heading(lines, i, depth) ?? list(lines, i, depth);

// A fence may open in the middle of a line and close in the middle of another.
function fence(lines, i) {
  const at = openFence(lines[i]);
  if (at < 0) return null;
  const rest = [lines[i].slice(at + 3), ...lines.slice(i + 1)].join('\n');
  const end = rest.indexOf('```');
  if (end < 0 || rest.slice(0, end).trim() === '') return null;
  const [language, text] = fenceBody(rest.slice(0, end));
  const count = rest.slice(0, end).split('\n').length;
  const after = rest.slice(end + 3).split('\n')[0];
  return { node: { type: 'code', language, text }, count, before: lines[i].slice(0, at), after };
}

function openFence(line) {
  const at = line.indexOf('```');
  return at > 0 && line[at - 1] === '\\' ? -1 : at;
}

function fenceBody(text) {
  const named = /^([\w+#.-]+)\n([^]*)$/.exec(text);
  const [language, body] = named ? [named[1], named[2]] : ['', text];
  return [language, body.replace(/^\n+/, '').replace(/\n+$/, '')];
}

function quote(lines, i, depth) {
  if (lines[i].startsWith('>>> ')) {
    const rest = [lines[i].slice(4), ...lines.slice(i + 1)];
    return { node: { type: 'quote', children: blocks([...rest], depth + 1) }, count: rest.length };
  }
  const inside = run(lines, i, (line) => (line === '>' ? '' : /^> (.*)$/s.exec(line)?.[1]));
  if (!inside.length) return null;
  return { node: { type: 'quote', children: blocks([...inside], depth + 1) }, count: inside.length };
}

// run collects what take makes of the lines from i on, until it makes nothing.
function run(lines, i, take) {
  const taken = [];
  for (let text; i < lines.length && (text = take(lines[i])) !== undefined; i++) taken.push(text);
  return taken;
}

function heading(lines, i, depth) {
  const found = /^(#{1,3}|-#) +(\S.*)$/.exec(lines[i]);
  if (!found) return null;
  const children = inline(found[2].trimEnd(), depth + 1);
  const node = found[1] === '-#' ? { type: 'subtext', children } : { type: 'heading', level: found[1].length, children };
  return { node, count: 1 };
}

const bullet = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;

// A list is its items at one indentation, each with the deeper lines below it.
function list(lines, i, depth) {
  const first = bullet.exec(lines[i]);
  if (!first) return null;
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const items = [];
  let at = i;
  for (let found; (found = at < lines.length && bullet.exec(lines[at])) && found[1].length === indent;) {
    if (/\d/.test(found[2]) !== ordered) break;
    const below = run(lines, at + 1, (line) => (indentation(line) > indent && line.trim() ? line.slice(indent) : undefined));
    items.push([...inline(found[3], depth + 1), ...nested(below, depth)]);
    at += 1 + below.length;
  }
  if (!items.length) return null;
  const start = ordered ? Number.parseInt(first[2], 10) : undefined;
  return { node: { type: 'list', ordered, start, items }, count: at - i };
}

function nested(lines, depth) {
  if (!lines.length) return [];
  return blocks(
    lines.map((line) => (bullet.test(line) ? line : line.trimStart())),
    depth + 1,
  );
}

const indentation = (line) => line.length - line.trimStart().length;

// ---- inline

// Each rule looks at text[at] and returns {node, end} or null; the first that answers wins.
const rules = {
  '\\': [escape],
  '`': [code],
  '*': [marked('**', 'bold'), marked('*', 'italic')],
  _: [marked('__', 'underline'), marked('_', 'italic')],
  '~': [marked('~~', 'strike')],
  '|': [marked('||', 'spoiler')],
  '[': [maskedLink],
  '<': [tag],
  h: [address],
  '@': [everyone],
};

function inline(text, depth) {
  const nodes = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const found = apply(text, at, depth);
    if (!found) {
      at++;
      continue;
    }
    pushText(nodes, text.slice(from, at));
    if (found.node.type === 'text') pushText(nodes, found.node.text);
    else nodes.push(found.node);
    from = at = found.end;
  }
  pushText(nodes, text.slice(from));
  return nodes;
}

function apply(text, at, depth) {
  if (depth >= maxDepth) return null;
  for (const rule of rules[text[at]] ?? []) {
    const found = rule(text, at, depth);
    if (found) return found;
  }
  return null;
}

function pushText(nodes, text) {
  if (!text) return;
  const last = nodes.at(-1);
  if (last?.type === 'text') last.text += text;
  else nodes.push({ type: 'text', text });
}

function escape(text, at) {
  const next = text[at + 1];
  return next && /[^\p{L}\p{N}\s]/u.test(next) ? { node: { type: 'text', text: next }, end: at + 2 } : null;
}

function code(text, at) {
  const ticks = /^`+/.exec(text.slice(at))[0].length;
  for (let end = at + ticks; (end = text.indexOf('`', end)) >= 0;) {
    const length = /^`+/.exec(text.slice(end))[0].length;
    if (length === ticks)
      return { node: { type: 'inlineCode', text: text.slice(at + ticks, end).replace(/^ (.*\S.*) $/s, '$1') }, end: end + ticks };
    end += length;
  }
  return null;
}

// marked makes the rule of a pair of marks around something.
function marked(mark, type) {
  return (text, at, depth) => {
    if (!text.startsWith(mark, at) || !opens(text, at, mark)) return null;
    const end = closing(text, at + mark.length, mark);
    if (end <= at + mark.length) return null;
    return { node: { type, children: inline(text.slice(at + mark.length, end), depth + 1) }, end: end + mark.length };
  };
}

// A single mark never opens an even run, because that is all double marks.
function opens(text, at, mark) {
  if (mark.length === 1 && runLength(text, at) % 2 === 0) return false;
  if (mark === '*') return /\S/.test(text[at + 1] ?? ' ');
  return mark !== '_' || !wordAt(text, at - 1);
}

const wordAt = (text, at) => /[\p{L}\p{N}_]/u.test(text[at] ?? ' ');

// closing finds where mark ends, past escapes, code spans and pairs that belong to something inside; -1 if nowhere.
function closing(text, from, mark) {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') i = (code(text, i)?.end ?? i + 1) - 1;
    else if (text[i] === mark[0]) {
      const length = runLength(text, i);
      const end = closingIn(text, i, length, mark);
      if (end >= 0) return end;
      i += length - 1;
    }
  }
  return -1;
}

function runLength(text, at) {
  let end = at;
  while (text[end] === text[at]) end++;
  return end - at;
}

function closingIn(text, at, length, mark) {
  if (mark.length === 2) return length >= 2 ? at + length - 2 : -1;
  if (length % 2 === 0) return -1;
  const end = at + length - 1;
  if (mark === '_' && wordAt(text, end + 1)) return -1;
  return mark === '*' && length === 1 && /\s/.test(text[at - 1] ?? '') ? -1 : end;
}

function maskedLink(text, at, depth) {
  const found = /^\[((?:\\.|[^\[\]\\\n]|\[[^\[\]\n]*\]){1,1000})\]\(<?(https?:\/\/[^\s<>]+?)>?(?: +"[^"\n]*")?\)/s.exec(
    text.slice(at, at + 3200),
  );
  if (!found) return null;
  return { node: { type: 'link', url: found[2], children: inline(found[1], depth + 1) }, end: at + found[0].length };
}

const tags = [
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (m) => ({ type: 'timestamp', unix: Number(m[1]), style: m[2] ?? 'f' })],
  [/^<@!?(\d+)>/, (m) => ({ type: 'user', id: m[1] })],
  [/^<@&(\d+)>/, (m) => ({ type: 'role', id: m[1] })],
  [/^<#(\d+)>/, (m) => ({ type: 'channel', id: m[1] })],
  [/^<\/([-_ '\p{L}\p{N}]{1,100}):(\d+)>/u, (m) => ({ type: 'command', name: m[1], id: m[2] })],
  [/^<(a?):(\w{2,32}):(\d+)>/, (m) => ({ type: 'emoji', animated: m[1] === 'a', name: `:${m[2]}:`, id: m[3] })],
  [/^<(https?:\/\/[^\s<>]+)>/, (m) => ({ type: 'link', url: m[1], children: [{ type: 'text', text: m[1] }] })],
];

function tag(text, at) {
  const rest = text.slice(at, at + 2100);
  for (const [pattern, make] of tags) {
    const found = pattern.exec(rest);
    if (found) return { node: make(found), end: at + found[0].length };
  }
  return null;
}

function address(text, at) {
  if (wordAt(text, at - 1)) return null;
  const found = /^https?:\/\/[^\s<>"'。，、；：！？（）【】《》]{2,2000}/.exec(text.slice(at, at + 2100));
  if (!found) return null;
  const url = trimAddress(found[0]);
  return { node: { type: 'link', url, children: [{ type: 'text', text: url }] }, end: at + url.length };
}

// A full stop or an unopened bracket at the end belongs to the sentence.
function trimAddress(url) {
  for (;;) {
    const last = url.at(-1);
    const unopened = last === ')' && url.split('(').length < url.split(')').length;
    if (!unopened && !/[.,:;!?*_~|\]]/.test(last)) return url;
    url = url.slice(0, -1);
  }
}

function everyone(text, at) {
  const found = /^@(everyone|here)\b/.exec(text.slice(at, at + 10));
  return found ? { node: { type: 'everyone', text: found[0] }, end: at + found[0].length } : null;
}
