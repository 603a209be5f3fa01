// main puts the page together and starts it.
import { Composer } from './composer.js';
import { h, isPhone, replace } from './dom.js';
import { Header } from './header.js';
import { Members } from './members.js';
import { openModal } from './modal.js';
import { Session } from './session.js';
import { applyTheme, recall, remember } from './settings.js';
import { Sidebar } from './sidebar.js';
import { currentLanguage, t } from './strings.js';
import { Timeline } from './timeline.js';
import { Welcome } from './welcome.js';

const wide = 1100; // px from which the members are shown unless the player closed them

function build(session) {
  const app = document.querySelector('#app');
  const drawer = (open) => app.classList.toggle('app--drawer', open);
  const shade = h('button', { class: 'shade', type: 'button', tabindex: -1, onclick: () => closeSides(app) });
  const sidebar = new Sidebar(session, () => drawer(false));
  const header = new Header(session, { drawer: () => openDrawer(app), members: () => toggleMembers(app) });
  const chat = h(
    'main',
    { class: 'chat' },
    new Timeline(session).element,
    new Welcome(session, startCommand()).element,
    new Composer(session).element,
  );
  const notice = h('div', { class: 'notice', role: 'alert', hidden: true });
  const bar = h('div', { class: 'reconnecting', role: 'status', hidden: true });
  replace(
    app,
    sidebar.element,
    h(
      'div',
      { class: 'middle' },
      header.element,
      bar,
      notice,
      h('div', { class: 'middle__columns' }, chat, new Members(session).element),
    ),
    shade,
  );
  app.classList.add('app');
  app.classList.toggle('app--members', recall('members', innerWidth >= wide) && !isPhone());
  listen(session, { bar, notice, shade });
  addEventListener('keydown', (event) => event.key === 'Escape' && closeSides(app));
}

function listen(session, { bar, notice, shade }) {
  session.on('online', (online) => {
    document.querySelector('#app').classList.toggle('app--online', online);
    bar.hidden = online;
    bar.textContent = online ? '' : t('reconnecting');
  });
  session.on('notice', (text) => show(notice, text));
  session.on('modal', (modal) => openModal(modal, session));
  session.on('language', () => {
    document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
    shade.setAttribute('aria-label', t('close'));
  });
}

let noticeTimer = 0;

function show(notice, text) {
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (notice.hidden = true), 6000);
}

const startCommand = () => document.querySelector('meta[name="start-command"]')?.content ?? '';

function openDrawer(app) {
  app.classList.remove('app--members-sheet');
  app.classList.add('app--drawer');
  document.querySelector('#sidebar [aria-current="page"]')?.focus();
}

function toggleMembers(app) {
  if (isPhone()) return void app.classList.toggle('app--members-sheet');
  remember('members', app.classList.toggle('app--members'));
}

const closeSides = (app) => app.classList.remove('app--drawer', 'app--members-sheet');

async function start() {
  applyTheme(recall('theme'));
  const session = new Session();
  build(session);
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      return await session.start();
    } catch {
      session.emit('online', false);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

start();
