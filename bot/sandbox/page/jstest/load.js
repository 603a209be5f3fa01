// load imports a module of the page. Browsers are told that it is a module by the page; node is told here, whatever its version.
import { readFile } from 'node:fs/promises';

export async function load(name) {
  const source = await readFile(new URL(`../static/${name}`, import.meta.url));
  return import(`data:text/javascript;base64,${source.toString('base64')}`);
}
