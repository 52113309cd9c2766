// Comfort for writing: drafts kept on the server while one types, names after "@", shortcuts after ":", Escape that leaves a text
// as it was, and entries that count as read when they have been seen. Every page works without it.

const SEEN_AFTER = 2000
const CALL = /(?:^|[\s([{"'])([@:])([\p{L}\p{N}._-]{1,40})$/u
let canned = null

for (const form of document.querySelectorAll('form[data-draft]')) keepOnServer(form)
for (const area of document.querySelectorAll('textarea[data-names]')) complete(area)
for (const area of document.querySelectorAll('textarea[data-escape]')) leaveWith(area)
for (const form of document.querySelectorAll('form[data-reads]')) readSoon(form)

function keepOnServer(form) {
  const state = form.querySelector('[data-draft-state]')
  const path = form.getAttribute('action').replace(/entries$/, 'draft')
  let timer = 0
  let asking = null
  const save = async () => {
    asking?.abort()
    asking = new AbortController()
    const fields = new FormData(form)
    fields.delete('files')
    const body = new URLSearchParams(fields)
    const answer = await fetch(path, { method: 'POST', body, signal: asking.signal }).catch(
      () => null,
    )
    if (answer?.ok && state) state.textContent = 'Draft saved.'
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, 1000)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    asking?.abort()
  })
}

function leaveWith(area) {
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') location.assign(area.dataset.escape)
  })
}

function readSoon(form) {
  const read = async () => {
    if (document.hidden) return
    document.removeEventListener('visibilitychange', wait)
    const body = new URLSearchParams(new FormData(form))
    const headers = { Accept: 'application/json' }
    const answer = await fetch(form.action, { method: 'POST', body, headers }).catch(() => null)
    if (answer?.ok) form.hidden = true
  }
  const wait = () => setTimeout(read, SEEN_AFTER)
  document.addEventListener('visibilitychange', wait)
  wait()
}

function complete(area) {
  const list = document.createElement('ul')
  list.className = 'proposals'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Proposals')
  list.id = `proposals-${area.form.id || area.closest('details')?.id}`
  list.hidden = true
  area.after(list)
  area.setAttribute('aria-controls', list.id)
  area.setAttribute('aria-autocomplete', 'list')
  let asked = 0

  const close = () => {
    list.hidden = true
    list.replaceChildren()
    area.removeAttribute('aria-activedescendant')
  }
  const choose = (option) => {
    const before = area.value.slice(0, area.selectionStart)
    const call = CALL.exec(before)
    if (!call) return close()
    const from = before.length - call[2].length - 1
    area.setRangeText(`${option.dataset.says} `, from, area.selectionStart, 'end')
    close()
    area.focus()
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const show = (proposals) => {
    list.replaceChildren(
      ...proposals.map((one, index) => optionOf(one, `${list.id}-${index}`, choose)),
    )
    list.hidden = proposals.length === 0
    if (proposals.length > 0) mark(list, area, 0)
  }
  area.addEventListener('input', async () => {
    const call = CALL.exec(area.value.slice(0, area.selectionStart))
    const mine = ++asked
    if (!call) return close()
    const found = call[1] === '@' ? await namesLike(area, call[2]) : await shortcutsLike(call[2])
    if (mine === asked) show(found)
  })
  area.addEventListener('keydown', (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return
    const now = [...list.children].findIndex(
      (option) => option.getAttribute('aria-selected') === 'true',
    )
    if (event.key === 'ArrowDown') mark(list, area, now + 1)
    else if (event.key === 'ArrowUp') mark(list, area, now - 1)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(list.children[now])
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  area.addEventListener('blur', () => setTimeout(close, 150))
}

function optionOf({ label, note, says, outside }, id, choose) {
  const option = document.createElement('li')
  option.id = id
  option.setAttribute('role', 'option')
  option.dataset.says = says
  const name = document.createElement('strong')
  name.textContent = label
  const rest = document.createElement('span')
  rest.className = 'quiet'
  rest.textContent = ` ${note}`
  option.append(name, rest)
  if (outside) {
    const badge = document.createElement('span')
    badge.className = 'mark outside'
    badge.textContent = 'external'
    option.append(' ', badge)
  }
  // the press must not take the focus from the text
  option.addEventListener('mousedown', (event) => event.preventDefault())
  option.addEventListener('click', () => choose(option))
  return option
}

function mark(list, area, wanted) {
  const all = [...list.children]
  const index = (wanted + all.length) % all.length
  for (const [at, option] of all.entries())
    option.setAttribute('aria-selected', String(at === index))
  area.setAttribute('aria-activedescendant', all[index].id)
}

async function namesLike(area, begins) {
  const answer = await fetch(`${area.dataset.names}?q=${encodeURIComponent(begins)}`).catch(
    () => null,
  )
  const people = answer?.ok ? await answer.json() : []
  return people.map(({ name, address, says, outside }) => ({
    label: name,
    note: address,
    says,
    outside,
  }))
}

async function shortcutsLike(begins) {
  canned ??= fetch('/canned.json')
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => [])
  const key = begins.toLowerCase()
  return (await canned)
    .filter(({ shortcut }) => shortcut.startsWith(key))
    .slice(0, 8)
    .map(({ shortcut, text }) => ({ label: `:${shortcut}`, note: text, says: `:${shortcut}` }))
}
