// Emitter tells its listeners what happened, by name.
export class Emitter {
  #listeners = new Map();

  // on adds a listener and returns the function that removes it.
  on(name, listener) {
    const list = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, list.add(listener));
    return () => list.delete(listener);
  }

  emit(name, detail) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(detail);
  }
}
