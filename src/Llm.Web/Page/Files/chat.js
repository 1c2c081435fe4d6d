import { addCopyButtons } from './page.js';

const byId = id => document.getElementById(id);
const main = byId('content');
const messages = byId('messages');
const composer = byId('composer');
const text = byId('text');
const files = byId('files');
const status = byId('status');

/** Where the next message belongs: a conversation, or a turn after which a new one begins. */
const place = { conversation: main.dataset.conversation || null, turn: main.dataset.turn || null };
let attached = [];
let editing = null;
let running = null;

function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

// The end is followed only while the reader is there.
const isAtEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 80;
const showEnd = () => scrollTo({ top: document.documentElement.scrollHeight });

function addArticle(kind, title) {
  const article = make('article', kind);
  article.setAttribute('aria-label', title);
  article.append(make('h2', '', title));
  messages.append(article);
  return article;
}

function addUser(said, sent) {
  const article = addArticle('user', 'You');
  if (sent.length > 0) {
    const list = make('ul', 'files');
    list.setAttribute('aria-label', 'Attachments');
    for (const file of sent) list.append(showFile(file, make('li')));
    article.append(list);
  }
  article.append(make('div', 'said', said));
  return article;
}

function showFile(file, item) {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(file.type)) {
    const picture = make('img');
    picture.src = `data:${file.type};base64,${file.data}`;
    picture.alt = 'Picture: ' + file.name;
    item.append(picture);
  } else item.append(make('span', 'file', file.name));
  return item;
}

function addButton(article, name, key, value) {
  let actions = article.querySelector(':scope > .actions');
  if (!actions) article.append(actions = make('div', 'actions'));
  const button = make('button', 'quiet', name);
  button.type = 'button';
  button.dataset[key] = value;
  actions.append(button);
}

/** The answer that arrives. */
class Answer {
  constructor(article) {
    this.article = article;
    this.parts = make('div', 'parts busy');
    article.append(this.parts);
    this.elements = new Map();
  }

  part(number, tag, className) {
    let element = this.elements.get(number);
    if (!element) {
      element = make(tag, className);
      this.elements.set(number, element);
      this.parts.append(element);
    }
    return element;
  }

  take(event) {
    const follows = isAtEnd();
    if (event.type === 'start') {
      place.conversation = event.conversation;
      place.turn = null;
      this.index = event.index;
    } else if (event.type === 'reasoning') {
      const details = this.part(event.part, 'details', 'reasoning');
      if (!details.firstChild) details.append(make('summary', '', 'Reasoning'), make('div', 'said'));
      details.lastChild.append(event.text);
    } else if (event.type === 'blocks') {
      const element = this.part(event.part, 'div', 'markdown');
      while (element.children.length > event.from) element.lastChild.remove();
      for (const html of event.html) {
        const block = make('div');
        block.innerHTML = html;
        addCopyButtons(block);
        element.append(block);
      }
    } else if (event.type === 'part') {
      const element = this.part(event.part, 'div', '');
      element.innerHTML = event.html;
      // The focus stays where it is, so that no key that is pressed for a text approves a call.
      if (element.querySelector('[data-approval]')) status.textContent = 'A tool needs your approval.';
    }
    if (follows) showEnd();
  }

  end() {
    this.parts.classList.remove('busy');
  }
}

async function readLines(body, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line) take(JSON.parse(line));
  }
}

function showError(article, message) {
  const error = make('p', 'error', message);
  error.setAttribute('role', 'alert');
  article.append(error);
}

function offerAgain(article, request, user) {
  const actions = make('div', 'actions');
  const button = make('button', '', 'Try again');
  button.type = 'button';
  button.addEventListener('click', () => {
    article.remove();
    answer(request, user);
  });
  actions.append(button);
  article.append(actions);
}

async function answer(request, user) {
  const before = { ...place };
  const article = addArticle('model', 'Answer');
  const shown = new Answer(article);
  running = new AbortController();
  byId('stop').hidden = false;
  byId('send').disabled = true;
  byId('welcome').hidden = true;
  // A screen reader reads the answer once it is complete.
  messages.setAttribute('aria-busy', 'true');
  status.textContent = 'The model is answering.';
  showEnd();
  let problem = null;
  try {
    const response = await fetch('/page/answer', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal: running.signal,
    });
    if (!response.ok) {
      const body = await response.json().catch(() => null);
      problem = body?.error?.message ?? `The server answered with status ${response.status}.`;
    } else {
      let ended = null;
      await readLines(response.body, event => {
        if (event.type === 'error') problem = event.message;
        else if (event.type === 'end') ended = event;
        else shown.take(event);
      });
      if (ended) article.append(make('p', 'note', ended.note));
      else problem ??= 'The connection was lost before the answer was complete.';
    }
  } catch (error) {
    if (error.name === 'AbortError') article.append(make('p', 'note', 'Stopped.'));
    else problem = 'The server cannot be reached.';
  }
  shown.end();
  if (problem) showError(article, problem);
  if (shown.elements.size > 0) {
    addButton(article, 'Try again', 'retry', shown.index);
    if (user) addButton(user, 'Edit', 'edit', shown.index - 1);
    byId('system').readOnly = true;
  } else {
    // Of an answer that never began, nothing is in the log.
    Object.assign(place, before);
    offerAgain(article, request, user);
  }
  running = null;
  messages.removeAttribute('aria-busy');
  byId('stop').hidden = true;
  byId('send').disabled = false;
  status.textContent = problem ? 'The model could not answer.' : 'The answer is complete.';
  if (place.conversation) history.replaceState(null, '', '/?c=' + encodeURIComponent(place.conversation));
}

const settings = () => ({
  model: byId('model').value.trim(),
  system: byId('system').value,
  options: byId('options').value,
  conversation: place.conversation,
  turn: place.turn,
});

function send() {
  const said = text.value;
  if (running || (!said.trim() && attached.length === 0)) return;
  const request = { ...settings(), text: said, attachments: attached };
  if (editing) {
    request.edit = editing.index;
    removeFrom(editing.article);
  }
  const user = addUser(said, attached);
  text.value = '';
  attached = [];
  stopEditing();
  showAttached();
  answer(request, user);
}

function removeFrom(article) {
  while (article.nextSibling) article.nextSibling.remove();
  article.remove();
}

function stopEditing() {
  editing = null;
  byId('editing').hidden = true;
}

messages.addEventListener('click', async event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.approval) {
    for (const other of button.parentElement.children) other.disabled = true;
    await fetch('/page/approval', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: button.dataset.approval, approved: button.dataset.approved === 'true' }),
    });
  } else if (running) {
    return;
  } else if (button.dataset.retry !== undefined) {
    removeFrom(button.closest('article'));
    answer({ ...settings(), retry: Number(button.dataset.retry) }, null);
  } else if (button.dataset.edit !== undefined) {
    editing = { index: Number(button.dataset.edit), article: button.closest('article') };
    byId('editing').hidden = false;
    text.value = editing.article.querySelector('.said').textContent;
    text.focus();
  }
});

composer.addEventListener('submit', event => {
  event.preventDefault();
  send();
});
byId('stop').addEventListener('click', () => running?.abort());
byId('cancel-edit').addEventListener('click', () => {
  stopEditing();
  text.value = '';
  text.focus();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && composer.contains(event.target)) {
    event.preventDefault();
    send();
  } else if (event.key === 'Escape') {
    if (running) running.abort();
    else if (editing) byId('cancel-edit').click();
  }
});

// Files

async function attach(list) {
  for (const file of list) {
    const data = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });
    if (data) attached.push({ name: file.name, type: file.type, data });
  }
  showAttached();
}

function showAttached() {
  files.replaceChildren(...attached.map(file => {
    const item = showFile(file, make('li'));
    const remove = make('button', 'quiet', 'Remove');
    remove.type = 'button';
    remove.setAttribute('aria-label', 'Remove ' + file.name);
    remove.addEventListener('click', () => {
      attached = attached.filter(other => other !== file);
      showAttached();
    });
    item.append(remove);
    return item;
  }));
}

byId('file').addEventListener('change', async event => {
  await attach(event.target.files);
  event.target.value = '';
});
document.addEventListener('paste', event => {
  if (event.clipboardData.files.length === 0) return;
  event.preventDefault();
  attach(event.clipboardData.files);
});
document.addEventListener('dragover', event => {
  if (!event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  document.body.classList.add('dropping');
});
document.addEventListener('dragleave', event => {
  if (!event.relatedTarget) document.body.classList.remove('dropping');
});
document.addEventListener('drop', event => {
  if (event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  document.body.classList.remove('dropping');
  attach(event.dataTransfer.files);
});

if (messages.childElementCount > 0) showEnd();
