import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.js';

const { format, relative, stamp } = await load('time.js');
const spaces = (text) => text.replace(/\s/g, ' ');
const unix = 1767261600; // 2026-01-01 10:00 UTC

const table = [
  ['t', 'en-US', '10:00 AM'],
  ['d', 'en-US', '1/1/26'],
  ['D', 'en-US', 'January 1, 2026'],
  ['f', 'en-GB', '1 January 2026 at 10:00'],
  ['F', 'zh-CN', '2026年1月1日星期四 10:00'],
  ['?', 'en-GB', '1 January 2026 at 10:00'],
];
for (const [style, locale, want] of table) {
  test(`${style} in ${locale}`, () => assert.equal(spaces(format(unix, style, locale, 0, 'UTC')), want));
}

test('relative', () => {
  assert.equal(relative(7200e3, 'en-US'), 'in 2 hours');
  assert.equal(relative(-86400e3, 'en-US'), '1 day ago');
  assert.match(relative(-200, 'zh-CN'), /^0秒钟?前$/);
});

test('a moment beyond all dates is shown as its number', () => assert.equal(format(9e15, 'f', 'en-US', 0), '9000000000000000'));

test('stamp', () => {
  const words = { today: (hour) => `today ${hour}`, yesterday: (hour) => `yesterday ${hour}` };
  const now = new Date(2026, 0, 2, 9, 0).getTime();
  assert.equal(spaces(stamp(new Date(2026, 0, 2, 8, 5), 'en-GB', now, words)), 'today 08:05');
  assert.equal(spaces(stamp(new Date(2026, 0, 1, 23, 59), 'en-GB', now, words)), 'yesterday 23:59');
  assert.equal(spaces(stamp(new Date(2025, 11, 31, 8, 5), 'en-GB', now, words)), '31/12/2025, 08:05');
});
