// Asking the server: the token of the page goes with everything that changes state.
export const token = document.querySelector('meta[name="token"]')?.content || '';

export async function data(url, options = {}) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' }, ...options });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.error || answer.statusText), { told, status: answer.status });
  return told;
}

export function post(url, fields) {
  return data(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': token },
    body: JSON.stringify(fields),
  });
}
