import './page.js';

const form = document.getElementById('search');
const results = document.getElementById('results');
let timer = 0;
let asked = null;

async function search() {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  try {
    const response = await fetch('/log/results?' + query, { signal: asked.signal });
    results.innerHTML = await response.text();
    history.replaceState(null, '', query.size > 0 ? '/log?' + query : '/log');
  } catch (error) {
    if (error.name !== 'AbortError') results.textContent = 'The server cannot be reached.';
  }
}

form?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(search, 150);
});
form?.addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
