import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.js';

const { later, Messages } = await load('messages.js');
const message = (id, content) => ({ id, content, author: { id: '1' } });
const show = (messages) =>
  messages
    .list('c')
    .map(({ id, content }) => `${id}${content}`)
    .join(' ');

test('oldest first, longer ids later', () => {
  const messages = new Messages();
  messages.load('c', [message('100', 'c'), message('20', 'b'), message('3', 'a')]);
  assert.equal(show(messages), '3a 20b 100c');
});

test('what comes while the channel is read is not overwritten', () => {
  const messages = new Messages();
  messages.load('c', [message('1', 'old'), message('2', 'old')]);
  messages.expect('c');
  messages.put('c', message('3', 'new'));
  messages.put('c', { id: '1', content: 'edited' });
  messages.remove('c', '2');
  messages.load('c', [message('1', 'old'), message('2', 'old')]);
  assert.equal(show(messages), '1edited 3new');
});

test('reading again drops what is no longer there', () => {
  const messages = new Messages();
  messages.load('c', [message('1', ''), message('2', '')]);
  messages.expect('c');
  messages.load('c', [message('2', '')]);
  assert.equal(show(messages), '2');
});

test('local messages stay, dismissed ones do not', () => {
  const messages = new Messages(['5']);
  messages.put('c', { ...message('7', 'sending'), local: 'sending', nonce: '7' });
  messages.load('c', [message('5', 'gone'), message('6', 'kept')]);
  assert.equal(show(messages), '6kept 7sending');
  assert.equal(messages.waiting('c', '7').content, 'sending');
  assert.deepEqual(messages.hide('c', '6'), ['5', '6']);
  assert.equal(show(messages), '7sending');
});

test('an update of an unknown message is nothing to show', () =>
  assert.equal(new Messages().put('c', { id: '1', content: 'x' }), null));

test('a snowflake is later than none, than shorter and than smaller ones', () => {
  for (const [a, b] of [['1', undefined], ['10', '9'], ['11', '10']]) assert.ok(later(a, b), `${a} after ${b}`);
  for (const [a, b] of [['1', '1'], ['9', '10'], ['10', '11']]) assert.ok(!later(a, b), `${a} after ${b}`);
});
