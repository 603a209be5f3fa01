// about tells what a sandbox is and how to play on the real Discord.
import { h, icon } from './dom.js';
import { t } from './strings.js';

export function showAbout() {
  const close = () => dialog.close();
  const dialog = h(
    'dialog',
    {
      class: 'modal about',
      'aria-labelledby': 'about-title',
      onclose: () => dialog.remove(),
      onclick: (event) => event.target === dialog && close(),
    },
    h('div', { class: 'modal__form' }, [
      h(
        'header',
        { class: 'modal__header' },
        h('h2', { id: 'about-title' }, t('aboutTitle')),
        h('button', { class: 'icon-button', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close')),
      ),
      h('div', { class: 'modal__body rich' }, [
        h('p', {}, t('aboutSandbox')),
        h('h3', {}, t('aboutRealTitle')),
        h('ol', {}, h('li', {}, t('aboutRealOne')), h('li', {}, t('aboutRealTwo')), h('li', {}, t('aboutRealThree'))),
        h('pre', { tabindex: 0 }, h('code', {}, `DISCORD_TOKEN=… ${t('aboutProgram')}`)),
        h('p', {}, t('aboutTricks')),
      ]),
      h(
        'footer',
        { class: 'modal__footer' },
        h('button', { class: 'button button--primary', type: 'button', onclick: close }, t('gotIt')),
      ),
    ]),
  );
  document.body.append(dialog);
  dialog.showModal();
}
