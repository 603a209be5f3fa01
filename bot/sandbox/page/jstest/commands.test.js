import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.js';

const { coerce, fill, kinds, leaves, read, search, title } = await load('commands.js');

const drill = {
  id: '1',
  name: 'drill',
  type: 1,
  description: 'Ask me a question',
  name_localizations: { 'zh-CN': '练习' },
  description_localizations: { 'zh-CN': '来一道题' },
  options: [
    { type: kinds.string, name: 'topic', name_localizations: { 'zh-CN': '主题' }, description: 'x', autocomplete: true },
    {
      type: kinds.integer,
      name: 'difficulty',
      description: 'x',
      choices: [
        { name: 'Easy', name_localizations: { 'zh-CN': '简单' }, value: 1 },
        { name: 'Hard', value: 5 },
      ],
    },
  ],
};
const deck = {
  id: '2',
  name: 'deck',
  type: 1,
  description: 'Cards',
  options: [
    {
      type: kinds.subcommand,
      name: 'add',
      description: 'Add a card',
      options: [{ type: kinds.string, name: 'text', description: 'x', required: true, min_length: 3 }],
    },
    {
      type: kinds.group,
      name: 'share',
      description: 'x',
      options: [
        {
          type: kinds.subcommand,
          name: 'with',
          description: 'x',
          options: [{ type: kinds.user, name: 'player', description: 'x', required: true }],
        },
      ],
    },
  ],
};
const all = leaves([drill, deck, { id: '3', name: 'Grade this', type: 3 }]);
const names = (found) => found.map((leaf) => title(leaf, 'en-US'));

test('leaves are the commands that can be sent', () => assert.deepEqual(names(all), ['drill', 'deck add', 'deck share with']));

test('search', () => {
  assert.deepEqual(names(search(all, '', 'en-US')), ['deck add', 'deck share with', 'drill']);
  assert.deepEqual(names(search(all, 'dr', 'en-US')), ['drill']);
  assert.deepEqual(names(search(all, 'deck a', 'en-US')), ['deck add']);
  assert.deepEqual(names(search(all, 'with', 'en-US')), ['deck share with']);
  assert.deepEqual(names(search(all, '练', 'zh-CN')), ['drill']);
  assert.deepEqual(names(search(all, 'drill', 'zh-CN')), ['drill']);
  assert.deepEqual(names(search(all, 'question', 'en-US')), ['drill']);
  assert.deepEqual(names(search(all, 'nothing', 'en-US')), []);
});

test('read', () => {
  const line = read('/drill topic: Black holes difficulty: Hard', all, 'en-US');
  assert.equal(line.leaf.command.name, 'drill');
  assert.deepEqual(line.raw, { topic: 'Black holes', difficulty: 'Hard' });
  assert.deepEqual(read('/练习 主题：黑洞', all, 'zh-CN').raw, { topic: '黑洞' });
  assert.deepEqual(read('/drill topic:a:b', all, 'en-US').raw, { topic: 'a:b' });
  assert.equal(read('/deck add text: x', all, 'en-US').leaf.path[0].name, 'add');
  assert.equal(read('/drill', all, 'en-US').rest, '');
  assert.equal(read('/drillx', all, 'en-US'), null);
  assert.equal(read('hello', all, 'en-US'), null);
});

const people = (kind, name) => ({ 'user Ada': '7', 'channel drills': '8' })[`${kind} ${name}`];

const values = [
  [{ type: kinds.integer }, '12', { value: 12 }],
  [{ type: kinds.integer }, '1.5', { error: ['optionInteger', {}] }],
  [{ type: kinds.integer, max_value: 5 }, '6', { error: ['tooLarge', { max: 5 }] }],
  [{ type: kinds.integer, min_value: 0 }, '-1', { error: ['tooSmall', { min: 0 }] }],
  [{ type: kinds.number }, '1e-3', { value: 0.001 }],
  [{ type: kinds.number }, 'e', { error: ['optionNumber', {}] }],
  [{ type: kinds.boolean }, 'True', { value: true }],
  [{ type: kinds.boolean }, '否', { value: false }],
  [{ type: kinds.boolean }, 'maybe', { error: ['optionBoolean', {}] }],
  [{ type: kinds.user }, '@Ada', { value: '7' }],
  [{ type: kinds.user }, '<@!9>', { value: '9' }],
  [{ type: kinds.user }, 'Eve', { error: ['optionUser', {}] }],
  [{ type: kinds.channel }, '#drills', { value: '8' }],
  [{ type: kinds.string, min_length: 3 }, 'ab', { error: ['tooShort', { min: 3 }] }],
  [{ type: kinds.string, max_length: 2 }, 'abc', { error: ['tooLong', { max: 2 }] }],
  [drill.options[1], 'hard', { value: 5 }],
  [drill.options[1], '5', { value: 5 }],
  [drill.options[1], 'medium', { error: ['optionChoice', {}] }],
  [{ type: 99 }, 'x', { error: ['optionUnknown', {}] }],
];
for (const [option, text, want] of values) {
  test(`${text} as type ${option.type}`, () => assert.deepEqual(coerce(option, text, 'en-US', people), want));
}

test('a localised choice is understood', () => assert.deepEqual(coerce(drill.options[1], '简单', 'zh-CN'), { value: 1 }));

test('fill nests subcommands and reports what is missing', () => {
  const share = all[2];
  assert.deepEqual(fill(share, {}, 'en-US', people).errors, { player: ['optionRequired', {}] });
  assert.deepEqual(fill(share, { player: { text: 'Ada' } }, 'en-US', people), {
    options: [
      { type: 2, name: 'share', options: [{ type: 1, name: 'with', options: [{ type: 6, name: 'player', value: '7' }] }] },
    ],
    errors: {},
  });
});

test('fill leaves out blank options, and a chosen value wins over the text', () => {
  const { options } = fill(all[0], { topic: { text: 'Shown', value: 'stored' }, difficulty: { text: ' ' } }, 'en-US', people);
  assert.deepEqual(options, [{ type: 3, name: 'topic', value: 'stored' }]);
});

test('an autocomplete request marks the focused option and checks nothing', () => {
  const { options, errors } = fill(all[0], { topic: { text: '' }, difficulty: { text: 'what' } }, 'en-US', people, 'topic');
  assert.deepEqual(options, [
    { type: 3, name: 'topic', value: '', focused: true },
    { type: 4, name: 'difficulty', value: 'what' },
  ]);
  assert.deepEqual(errors, {});
});
