// strings has every word of the page, English and Chinese side by side, one line each.

const words = {
  addOption: ['Add an option', '添加选项'],
  aboutProgram: ['go run ./cmd/drillbot', 'go run ./cmd/drillbot'],
  aboutRealOne: ['Create an application with a bot in Discord’s developer portal and copy the bot’s token.', '在 Discord 开发者门户创建应用和机器人，并复制机器人的令牌。'],
  aboutRealThree: ['The program prints a link that invites the bot to your server.', '程序会打印一个链接，用它把机器人邀请到你的服务器。'],
  aboutRealTitle: ['To play on the real Discord', '想在真正的 Discord 上使用？'],
  aboutRealTwo: ['Put the token into DISCORD_TOKEN (in the environment or in a file named .env) and start the program again.', '把令牌写入 DISCORD_TOKEN（环境变量或 .env 文件），然后重新启动程序。'],
  aboutSandbox: ['This is a sandbox: a small Discord inside the program on your own machine. The bot is the real one, the servers and players are made up, and nothing leaves this machine on the way to Discord.', '这是一个沙盒：在你自己电脑上的程序里运行的小型 Discord。机器人是真的，服务器和玩家是虚构的，这里的任何内容都不会发往 Discord。'],
  aboutTitle: ['You are in a sandbox', '你正在沙盒中'],
  aboutTricks: ['Here you can be several players (bottom left) and move time (the clock above).', '在这里你可以切换多个玩家（左下角），也可以调整时间（上方的时钟）。'],
  app: ['APP', '应用'],
  apps: ['Apps', '应用'],
  atLeast: ['{length} / at least {min}', '{length} / 至少 {min}'],
  cancel: ['Cancel', '取消'],
  channelBegins: ['This is the start of the {name} channel.', '这里是 {name} 频道的开头。'],
  channels: ['Channels', '频道'],
  choicesFailed: ['The app sent no suggestions', '应用没有给出建议'],
  choose: ['Make a selection', '请选择'],
  close: ['Close', '关闭'],
  codeBlock: ['Code', '代码'],
  commands: ['Commands', '命令'],
  copyMessageID: ['Copy message ID', '复制消息 ID'],
  copyPersonID: ['Copy ID', '复制 ID'],
  copyText: ['Copy text', '复制文本'],
  directBegins: ['This is the start of your direct messages with {name}.', '这里是你与 {name} 私信的开头。'],
  directMessages: ['Direct messages', '私信'],
  dismiss: ['Dismiss message', '关闭此消息'],
  done: ['Done', '完成'],
  draftRestored: ['What you typed before is back.', '已恢复你之前输入的内容。'],
  edited: ['(edited)', '（已编辑）'],
  enlarge: ['Enlarge', '放大'],
  enterSends: ['Enter sends', '按 Enter 发送'],
  file: ['File', '文件'],
  formBy: ['This form goes to {name}', '此表单将提交给 {name}'],
  formFailed: ['Something went wrong. Your text is safe: please try again.', '出了点问题。你输入的内容已保存，请重试。'],
  gotIt: ['Got it', '知道了'],
  interactionFailed: ['This interaction failed', '此次交互失败'],
  jumpTomorrow: ['Jump to tomorrow 09:00', '跳到明天 09:00'],
  loading: ['Loading…', '加载中…'],
  members: ['Members', '成员'],
  mention: ['Mention', '提及'],
  mentions: ['{count} mentions', '{count} 次提及'],
  messageActions: ['Message actions', '消息操作'],
  messageTo: ['Message {name}', '发消息至 {name}'],
  messagesIn: ['Messages in {name}', '{name} 的消息'],
  more: ['More', '更多'],
  moreOptions: ['+{count} optional', '+{count} 个可选项'],
  newMessages: ['New messages', '新消息'],
  no: ['No', '否'],
  noChoices: ['No suggestion fits', '没有匹配的建议'],
  noCommand: ['There is no command {name}', '没有 {name} 这个命令'],
  noResponse: ['The application did not respond', '该应用未响应'],
  onlyYou: ['Only you can see this', '只有你能看到'],
  openDrawer: ['Servers and channels', '服务器与频道'],
  openOriginal: ['Open in a new tab', '在新标签页中打开'],
  optionBoolean: ['choose yes or no', '请选择是或否'],
  optionChannel: ['there is no such channel', '没有这个频道'],
  optionChoice: ['choose one of the list', '请从列表中选择'],
  optionInteger: ['must be a whole number', '必须是整数'],
  optionMentionable: ['there is no such player or role', '没有这个玩家或身份组'],
  optionNumber: ['must be a number', '必须是数字'],
  optionRequired: ['this is required', '此项必填'],
  optionRole: ['there is no such role', '没有这个身份组'],
  optionUnknown: ['this kind of option is not known here', '这里不支持此类选项'],
  optionUser: ['there is no such player', '没有这个玩家'],
  picture: ['Picture', '图片'],
  playAs: ['Play as', '切换玩家'],
  players: ['Players', '玩家'],
  plusDay: ['One day later', '一天后'],
  plusHour: ['One hour later', '一小时后'],
  reconnecting: ['Reconnecting…', '正在重新连接…'],
  removeOption: ['Remove {name}', '移除 {name}'],
  required: ['required', '必填'],
  sandbox: ['Sandbox', '沙盒'],
  sandboxTime: ['It is {now}', '现在是 {now}'],
  search: ['Search', '搜索'],
  send: ['Send', '发送'],
  sending: ['Sending command…', '正在发送命令…'],
  servers: ['Servers', '服务器'],
  showMembers: ['Show or hide members', '显示或隐藏成员'],
  someChannel: ['unknown', '未知频道'],
  someRole: ['unknown role', '未知身份组'],
  someone: ['Someone', '某人'],
  spoiler: ['Spoiler', '剧透'],
  startDrill: ['Start your first drill', '开始第一道题'],
  startOver: ['Start over', '重新填写'],
  submit: ['Submit', '提交'],
  submitHint: ['Ctrl + Enter submits', 'Ctrl + Enter 提交'],
  suggestions: ['Suggestions', '建议'],
  switchPlayer: ['You play as {name}. Switch player', '当前玩家：{name}。切换玩家'],
  theme: ['Theme', '主题'],
  themeDark: ['Dark', '深色'],
  themeLight: ['Light', '浅色'],
  themeSystem: ['As the system', '跟随系统'],
  thinking: ['{name} is thinking…', '{name} 正在思考…'],
  timeTravel: ['Time travel', '时间旅行'],
  today: ['Today at {hour}', '今天 {hour}'],
  tooLarge: ['must be at most {max}', '不能大于 {max}'],
  tooLong: ['must be at most {max} characters', '最多 {max} 个字符'],
  tooShort: ['must be at least {min} characters', '至少 {min} 个字符'],
  tooSmall: ['must be at least {min}', '不能小于 {min}'],
  useCommand: ['Use a command', '使用命令'],
  used: ['used', '使用了'],
  usedApp: ['used the app', '使用了应用'],
  welcome: ['Welcome', '欢迎'],
  welcomeMore: ['What is a sandbox?', '什么是沙盒？'],
  welcomeText: ['Nothing to install, nobody watching. One click sends {command}.', '无需安装，也没人看着。点一下就会发送 {command}。'],
  welcomeTitle: ['Welcome, {name}!', '欢迎，{name}！'],
  welcomeTo: ['Welcome to {name}', '欢迎来到 {name}'],
  yes: ['Yes', '是'],
  yesterday: ['Yesterday at {hour}', '昨天 {hour}'],
};

// locales are Discord's languages in their own words, as far as players here use them.
export const locales = {
  'en-US': 'English (US)', 'en-GB': 'English (UK)', 'zh-CN': '简体中文', 'zh-TW': '繁體中文', de: 'Deutsch', fr: 'Français', 'es-ES': 'Español', ja: '日本語', ko: '한국어', 'pt-BR': 'Português',
};

const columns = { en: 0, zh: 1 };
let column = columns.en;

// languageOf is the page's language for a locale: Chinese for Chinese ones, English for all others.
export const languageOf = (locale) => (/^zh\b/i.test(locale ?? '') ? 'zh' : 'en');

export function setLanguage(language) {
  column = columns[language] ?? columns.en;
}

export const currentLanguage = () => Object.keys(columns)[column];

// t is the text of a key in the page's language; {name} is replaced by args.name.
export function t(key, args = {}) {
  return words[key][column].replace(/\{(\w+)\}/g, (whole, name) => args[name] ?? whole);
}

// dayWords are the words that time.js puts around an hour.
export const dayWords = { today: (hour) => t('today', { hour }), yesterday: (hour) => t('yesterday', { hour }) };
