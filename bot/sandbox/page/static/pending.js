// pending knows which interactions wait for their answer, by nonce.

const patience = 20000; // the gateway reports a silent bot after 3 s; this is for a gateway that went away

export class Pending {
  #waiting = new Map();

  // add resolves with the event that answers the nonce and rejects when the bot stays silent.
  add(nonce) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(nonce), patience);
      this.#waiting.set(nonce, { resolve, reject, timer });
    });
  }

  has = (nonce) => this.#waiting.has(nonce);

  settle(nonce, value) {
    this.#take(nonce)?.resolve(value);
  }

  fail(nonce) {
    this.#take(nonce)?.reject(new Silence());
  }

  clear() {
    for (const nonce of [...this.#waiting.keys()]) this.fail(nonce);
  }

  #take(nonce) {
    const entry = this.#waiting.get(nonce);
    if (entry) clearTimeout(entry.timer);
    this.#waiting.delete(nonce);
    return entry;
  }
}

// Silence is an application that did not respond.
export class Silence extends Error {}
