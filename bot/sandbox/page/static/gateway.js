// gateway keeps one player connected: it identifies, beats, notices a dead line and comes back with a growing pause.
import { Emitter } from './emitter.js';

const op = { dispatch: 0, heartbeat: 1, identify: 2, reconnect: 7, invalid: 9, hello: 10, ack: 11 };
const pauses = [500, 1000, 2000, 4000, 8000, 15000];

// Gateway emits 'event' {name, data} for each dispatch and 'online' true or false.
export class Gateway extends Emitter {
  #prepare;
  #socket = null;
  #beat = 0;
  #retry = 0;
  #failures = 0;
  #sequence = null;
  #acknowledged = true;
  #closed = false;

  // prepare is called before every connection and resolves to the token, so that a restarted sandbox is met anew.
  constructor(prepare) {
    super();
    this.#prepare = prepare;
    this.wake = () => this.#failures && document.visibilityState === 'visible' && this.#again(0);
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
  }

  async connect() {
    try {
      const token = await this.#prepare();
      if (!this.#closed) this.#open(token);
    } catch {
      this.#lost();
    }
  }

  close() {
    this.#closed = true;
    removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    clearTimeout(this.#retry);
    this.#drop();
  }

  #open(token) {
    this.#drop();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/gateway/?v=9&encoding=json`);
    socket.onmessage = (message) => this.#receive(JSON.parse(message.data), token);
    socket.onclose = () => this.#lost();
    this.#socket = socket;
    this.#acknowledged = true;
  }

  #receive({ op: code, d, s, t }, token) {
    if (s) this.#sequence = s;
    const answers = {
      [op.hello]: () => this.#hello(d.heartbeat_interval, token),
      [op.heartbeat]: () => this.#send(op.heartbeat, this.#sequence),
      [op.ack]: () => (this.#acknowledged = true),
      [op.reconnect]: () => this.#lost(),
      [op.invalid]: () => this.#lost(),
      [op.dispatch]: () => this.#dispatch(t, d),
    };
    answers[code]?.();
  }

  #hello(interval, token) {
    this.#send(op.identify, { token, properties: { os: 'web', browser: 'sandbox', device: '' }, capabilities: 0 });
    this.#beat = setInterval(() => this.#heartbeat(), interval);
  }

  #heartbeat() {
    if (!this.#acknowledged) return this.#lost();
    this.#acknowledged = false;
    this.#send(op.heartbeat, this.#sequence);
  }

  #dispatch(name, data) {
    if (name === 'READY') {
      this.#failures = 0;
      this.emit('online', true);
    }
    this.emit('event', { name, data });
  }

  #send(code, d) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op: code, d }));
  }

  #lost() {
    this.#drop();
    if (this.#closed) return;
    const pause = pauses[Math.min(this.#failures++, pauses.length - 1)];
    this.emit('online', false);
    this.#again(pause * (0.75 + Math.random() / 2));
  }

  #again(pause) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connect(), pause);
  }

  #drop() {
    clearInterval(this.#beat);
    this.#sequence = null;
    if (!this.#socket) return;
    this.#socket.onclose = this.#socket.onmessage = null;
    this.#socket.close();
    this.#socket = null;
  }
}
