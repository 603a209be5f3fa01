import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.js';

const { onlyEmoji, parse, plain } = await load('markdown.js');

// show writes a tree shortly: bold(a) for {type: 'bold', children: [text a]}.
const show = (nodes) => nodes.map(showOne).join('');
function showOne(node) {
  const { type } = node;
  if (type === 'text') return node.text;
  if (type === 'paragraph') return `p(${show(node.children)})`;
  if (type === 'list')
    return `${node.ordered ? `ol${node.start}` : 'ul'}(${node.items.map((item) => `li(${show(item)})`).join('')})`;
  if (type === 'code') return `code[${node.language}](${node.text})`;
  if (type === 'heading') return `h${node.level}(${show(node.children)})`;
  if (type === 'link') return `link[${node.url}](${show(node.children)})`;
  if (type === 'timestamp') return `time(${node.unix},${node.style})`;
  return `${type}(${node.children ? show(node.children) : (node.text ?? node.name ?? node.id)})`;
}

const table = {
  'plain text': ['hello', 'p(hello)'],
  empty: ['', 'p()'],
  'two lines': ['a\nb', 'p(a\nb)'],
  bold: ['a **b** c', 'p(a bold(b) c)'],
  'italic star': ['*b*', 'p(italic(b))'],
  'italic underscore': ['_b_', 'p(italic(b))'],
  'no italic inside a word': ['snake_case_name', 'p(snake_case_name)'],
  'no italic for sums': ['2 * 3 * 4', 'p(2 * 3 * 4)'],
  'bold and italic': ['***b***', 'p(bold(italic(b)))'],
  'bold inside italic': ['*a **b** c*', 'p(italic(a bold(b) c))'],
  'bold that ends with italic': ['**a *b***', 'p(bold(a italic(b)))'],
  'underline and bold': ['__a **b**__', 'p(underline(a bold(b)))'],
  'underline and italic': ['___a___', 'p(underline(italic(a)))'],
  strike: ['~~a~~', 'p(strike(a))'],
  spoiler: ['||a **b**||', 'p(spoiler(a bold(b)))'],
  unclosed: ['**a', 'p(**a)'],
  'empty bold': ['****', 'p(****)'],
  escape: ['\\*a\\* \\\\', 'p(*a* \\)'],
  'escape of a letter stays': ['\\alpha', 'p(\\alpha)'],
  'a shrug keeps its arm': ['¯\\_(ツ)_/¯', 'p(¯_(ツ)_/¯)'],
  'inline code': ['`a *b*`', 'p(inlineCode(a *b*))'],
  'double ticks': ['``a ` b``', 'p(inlineCode(a ` b))'],
  'marks in code do not close': ['**a `**` b**', 'p(bold(a inlineCode(**) b))'],
  'code block': ['```js\nlet a;\n```', 'code[js](let a;)'],
  'code block keeps marks': ['```\n**a**\n> b\n```', 'code[](**a**\n> b)'],
  'code block in one line': ['```a b```', 'code[](a b)'],
  'text around a code block': ['a ```x``` b', 'p(a )code[](x)p( b)'],
  'unclosed code block': ['```a', 'p(```a)'],
  quote: ['> a\n> **b**\nc', 'quote(p(a\nbold(b)))p(c)'],
  'quote of the rest': ['>>> a\nb', 'quote(p(a\nb))'],
  'no quote without a space': ['>a', 'p(>a)'],
  headings: ['# a\n## b\n### c', 'h1(a)h2(b)h3(c)'],
  'no heading without a space': ['#a', 'p(#a)'],
  'no fourth heading': ['#### a', 'p(#### a)'],
  subtext: ['-# a', 'subtext(a)'],
  list: ['- a\n- b', 'ul(li(a)li(b))'],
  'nested list': ['- a\n  - b\n- c', 'ul(li(aul(li(b)))li(c))'],
  'ordered list': ['3. a\n4. b', 'ol3(li(a)li(b))'],
  'list after text': ['x\n- a', 'p(x)ul(li(a))'],
  'minus is no list': ['-5', 'p(-5)'],
  'masked link': ['[a **b**](https://x.org/y)', 'p(link[https://x.org/y](a bold(b)))'],
  'masked link without a preview': ['[a](<https://x.org>)', 'p(link[https://x.org](a))'],
  'no script link': ['[a](javascript:alert(1))', 'p([a](javascript:alert(1)))'],
  address: ['see https://x.org/a_b_c.', 'p(see link[https://x.org/a_b_c](https://x.org/a_b_c).)'],
  'address in brackets': ['(https://x.org/a(b))', 'p((link[https://x.org/a(b)](https://x.org/a(b))))'],
  'address before a Chinese full stop': ['见https://x.org。好', 'p(见https://x.org。好)'],
  'address in angles': ['<https://x.org>', 'p(link[https://x.org](https://x.org))'],
  mentions: ['<@1> <@!2> <@&3> <#4>', 'p(user(1) user(2) role(3) channel(4))'],
  'command mention': ['</deck add:5>', 'p(command(deck add))'],
  'custom emoji': ['<:arc:6>', 'p(emoji(:arc:))'],
  timestamps: ['<t:1> <t:-5:R>', 'p(time(1,f) time(-5,R))'],
  'no timestamp': ['<t:x>', 'p(<t:x>)'],
  everyone: ['@everyone', 'p(everyone(@everyone))'],
  'markup stays text': ['<b>a</b>', 'p(<b>a</b>)'],
  'chinese marks': ['这是**重点**。', 'p(这是bold(重点)。)'],
};

for (const [name, [source, want]] of Object.entries(table)) {
  test(name, () => assert.equal(show(parse(source)), want));
}

test('plain text names what has no text of its own', () =>
  assert.equal(plain(parse('- <@&7> <t:5:R>'), (node) => node.id ?? node.unix), '7 5'));
test('plain text hides spoilers', () => assert.equal(plain(parse('a **b** ||c||')), 'a b …'));

test('only emoji', () => {
  assert.equal(onlyEmoji('🔥 👩‍🔬'), true);
  assert.equal(onlyEmoji('🔥 a'), false);
  assert.equal(onlyEmoji('5'), false);
  assert.equal(onlyEmoji(''), false);
});

test('nothing typed is ever lost: random texts parse, and quickly', () => {
  const pieces = [
    '*',
    '**',
    '_',
    '__',
    '~~',
    '||',
    '`',
    '```',
    '\n',
    '> ',
    '- ',
    '# ',
    '[',
    '](',
    ')',
    'https://a.b',
    '<t:1>',
    '\\',
    'a',
    ' ',
    '文',
  ];
  let seed = 7;
  const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let i = 0; i < 3000; i++) parse(Array.from({ length: next(40) }, () => pieces[next(pieces.length)]).join(''));
});

test('hostile texts of 4,000 characters take no time', () => {
  for (const piece of ['*', '**a', '_a', '||', '[', '`', '> ', '\\', '- ', '*a ', '[a](', '<t:', '```\n', '***a']) {
    const began = performance.now();
    parse(piece.repeat(Math.ceil(4000 / piece.length)));
    assert.ok(performance.now() - began < 1000, `${JSON.stringify(piece)} took ${performance.now() - began} ms`);
  }
});
