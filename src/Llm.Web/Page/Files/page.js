// What all pages share.

/** Gives each block of code a button that copies it. */
export function addCopyButtons(root) {
  for (const pre of root.querySelectorAll('pre')) {
    if (pre.parentElement.classList.contains('code')) continue;
    pre.tabIndex = 0;
    const frame = document.createElement('div');
    frame.className = 'code';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    pre.replaceWith(frame);
    frame.append(pre, button);
  }
}

document.addEventListener('click', async event => {
  const button = event.target.closest('button.copy');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
});

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  const search = document.getElementById('q');
  if (search) search.focus();
  else location.assign('/log');
});

addCopyButtons(document);
