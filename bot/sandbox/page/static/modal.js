// modal shows a bot's form. What was typed is kept for its custom_id until it has been sent, so that nothing is lost by closing.
import { h, icon } from './dom.js';
import { Silence } from './pending.js';
import { avatar } from './person.js';
import { rich } from './richtext.js';
import { select } from './select.js';
import { recallIn, rememberIn } from './settings.js';
import { t } from './strings.js';

// openModal shows the form; the dialog closes itself when it was answered.
export function openModal(modal, session) {
  document.querySelector('dialog.modal')?.close();
  const form = new Form(modal, session);
  document.body.append(form.dialog);
  form.dialog.showModal();
  form.begin();
}

class Form {
  #modal;
  #session;
  #fields = [];
  #draft;

  constructor(modal, session) {
    this.#modal = modal;
    this.#session = session;
    this.#draft = recallIn('drafts', this.#key) ?? {};
    this.dialog = this.#build();
  }

  get #key() {
    return `${this.#session.player.id}:${this.#modal.custom_id}`;
  }

  #build() {
    const title = h('h2', { id: 'modal-title' }, this.#modal.title);
    const app = {
      id: this.#modal.application?.id ?? '',
      name: this.#modal.application?.name ?? this.#session.applicationName(),
      bot: true,
    };
    const body = h(
      'div',
      { class: 'modal__body' },
      this.#restored(),
      (this.#modal.components ?? []).map((part) => this.#part(part)),
    );
    this.failure = h('p', { class: 'modal__failure', role: 'alert' });
    this.button = h('button', { class: 'button button--primary', type: 'submit' }, t('submit'));
    const form = h(
      'form',
      {
        class: 'modal__form',
        novalidate: true,
        onsubmit: (event) => this.#submit(event),
        onkeydown: (event) => this.#shortcut(event, form),
      },
      [
        h(
          'header',
          { class: 'modal__header' },
          avatar(app),
          h('div', {}, title, h('small', {}, t('formBy', { name: app.name }))),
          this.#closer(),
        ),
        body,
        this.failure,
        h(
          'footer',
          { class: 'modal__footer' },
          h('small', { class: 'modal__hint' }, t('submitHint')),
          h('button', { class: 'button button--plain', type: 'button', onclick: () => this.dialog.close() }, t('cancel')),
          this.button,
        ),
      ],
    );
    return h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title', onclose: () => this.dialog.remove() }, form);
  }

  #closer = () =>
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': t('close'), onclick: () => this.dialog.close() },
      icon('close'),
    );

  begin() {
    const first = this.dialog.querySelector('.modal__body input, .modal__body textarea, .modal__body button.select');
    first?.focus();
    first?.setSelectionRange?.(first.value.length, first.value.length);
  }

  #shortcut(event, form) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  }

  // ---- the draft

  #restored() {
    if (!Object.keys(this.#draft).length) return null;
    const line = h(
      'p',
      { class: 'modal__restored' },
      t('draftRestored'),
      ' ',
      h('button', { class: 'link', type: 'button', onclick: () => this.#startOver(line) }, t('startOver')),
    );
    return line;
  }

  #startOver(line) {
    line.remove();
    rememberIn('drafts', this.#key, null);
    for (const field of this.#fields) field.reset();
    this.begin();
  }

  #keep() {
    const values = Object.fromEntries(this.#fields.filter((field) => field.changed()).map((field) => [field.id, field.value()]));
    rememberIn('drafts', this.#key, Object.keys(values).length ? values : null);
  }

  // ---- the parts: each becomes a node and, where it asks something, a field {id, value, problem, reset, data}

  #part(part) {
    const makers = { 1: () => this.#inRow(part), 18: () => this.#labelled(part), 10: () => rich(part.content, this.#session) };
    return makers[part.type]?.() ?? null;
  }

  #inRow(part) {
    return (part.components ?? []).map((inner) =>
      this.#field(inner, { label: inner.label ?? '' }, (data) => ({ type: 1, id: part.id, components: [data] })),
    );
  }

  #labelled(part) {
    return this.#field(part.component, part, (data) => ({ type: 18, id: part.id, component: data }));
  }

  #field(part, { label, description }, wrap) {
    const make = inputs[part.type] ?? (part.type === 3 || (part.type >= 5 && part.type <= 8) ? choice : null);
    if (!make) return null;
    const control = make(part, this.#session, this.#draft[part.custom_id], () => this.#changed(control));
    const id = `field-${this.#fields.length}`;
    control.input.id = id;
    const problem = h('span', { class: 'field-error', id: `${id}-problem` });
    control.input.setAttribute('aria-describedby', problem.id);
    this.#fields.push(
      Object.assign(control, {
        id: part.custom_id,
        show: (text) => mark(control, problem, text),
        data: () => wrap(control.answer()),
      }),
    );
    return h(
      'div',
      { class: 'form-field' },
      h('label', { for: id }, label, required(part) && h('span', { class: 'star', title: t('required') }, ' *')),
      description && h('p', { class: 'form-field__about' }, description),
      control.node,
      problem,
    );
  }

  #changed(control) {
    control.show('');
    this.#keep();
  }

  // ---- sending

  async #submit(event) {
    event.preventDefault();
    if (this.button.getAttribute('aria-busy') === 'true' || !this.#valid()) return;
    this.failure.textContent = '';
    this.button.setAttribute('aria-busy', 'true');
    try {
      await this.#session.submit(
        this.#modal,
        this.#fields.map((field) => field.data()),
      );
      rememberIn('drafts', this.#key, null);
      this.dialog.close();
    } catch (error) {
      this.failure.textContent = error instanceof Silence ? t('formFailed') : error.message;
    }
    this.button.removeAttribute('aria-busy');
  }

  #valid() {
    const wrong = this.#fields.filter((field) => {
      const problem = field.problem();
      field.show(problem);
      return problem;
    });
    wrong[0]?.input.focus();
    return wrong.length === 0;
  }
}

const required = (part) => part.required !== false && (part.min_values ?? 1) !== 0;

function mark(control, line, text) {
  line.textContent = text;
  control.input.setAttribute('aria-invalid', String(Boolean(text)));
}

const inputs = { 4: textInput };

const counterFrom = 0.5; // share of the longest allowed text from which the counter is worth a look

function textInput(part, session, draft, changed) {
  const initial = part.value ?? '';
  const max = part.max_length ?? 4000;
  const input = h(part.style === 2 ? 'textarea' : 'input', {
    value: draft ?? initial,
    placeholder: part.placeholder,
    maxlength: max,
    rows: part.style === 2 ? 6 : null,
    autocomplete: 'off',
    'aria-required': String(required(part)),
    data: { customId: part.custom_id },
  });
  const counter = h('span', { class: 'counter', 'aria-hidden': 'true' });
  const count = () => {
    const length = input.value.length;
    counter.textContent = part.min_length > length ? t('atLeast', { length, min: part.min_length }) : `${length} / ${max}`;
    counter.hidden = !part.min_length && !part.max_length && length < max * counterFrom;
  };
  input.addEventListener('input', () => {
    count();
    changed();
  });
  count();
  return {
    input,
    node: h('div', { class: 'text-input' }, input, counter),
    value: () => input.value,
    changed: () => input.value !== initial,
    problem: () => textProblem(part, input.value),
    reset: () => {
      input.value = initial;
      count();
    },
    answer: () => ({ type: 4, id: part.id, custom_id: part.custom_id, value: input.value }),
  };
}

function textProblem(part, value) {
  if (value.trim() === '') return required(part) ? t('optionRequired') : '';
  return part.min_length > value.length ? t('tooShort', { min: part.min_length }) : '';
}

function choice(part, session, draft, changed) {
  const input = select(part, session, () => changed(), draft ?? null);
  const before = (part.options ?? []).filter((option) => option.default).map((option) => option.value);
  return {
    input,
    node: input,
    value: () => input.values,
    changed: () => input.values.join() !== before.join(),
    problem: () => (required(part) && input.values.length < (part.min_values ?? 1) ? t('optionRequired') : ''),
    reset: () => input.choose(before),
    answer: () => ({ type: part.type, id: part.id, custom_id: part.custom_id, values: input.values }),
  };
}
