// The pages work without this file. It adds: Ctrl+Enter, drafts that survive, buttons that open the composer, and a dev inbox that
// looks for new mail by itself.
document.documentElement.classList.add('scripted')

for (const button of document.querySelectorAll('[data-opens]')) {
  button.addEventListener('click', (event) => {
    const target = document.getElementById(button.dataset.opens)
    if (!target) return
    event.preventDefault()
    target.open = true
    target.scrollIntoView({ block: 'center' })
    target.querySelector('textarea')?.focus()
  })
}

for (const area of document.querySelectorAll('textarea[data-sends]')) {
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) area.form.requestSubmit()
  })
}

forgetSentDraft()
for (const form of document.querySelectorAll('form[data-draft]')) keepDraft(form)

function keepDraft(form) {
  const key = `draft ${form.dataset.draft}`
  const area = form.querySelector('textarea')
  const state = form.querySelector('[data-draft-state]')
  const kept = localStorage.getItem(key)
  // the server has one as well; the later of the two counts
  const isNewer = Number(localStorage.getItem(`${key} at`)) > Number(form.dataset.saved || 0)
  if (kept && (area.value === '' || isNewer)) area.value = kept
  if (area.value !== '') {
    state.textContent = 'Your draft is back.'
    if (!document.querySelector('.compose[open]')) form.closest('details').open = true
  }
  let timer = 0
  const save = () => {
    if (area.value.trim() === '') localStorage.removeItem(key)
    else localStorage.setItem(key, area.value)
    localStorage.setItem(`${key} at`, Date.now())
    state.textContent = area.value.trim() === '' ? '' : 'Draft saved.'
  }
  area.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, 800)
  })
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    save()
    // a second click must not send twice
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = '1'
    sessionStorage.setItem('sent', key)
  })
}

// A draft goes when the page says that it was taken; if it was refused, it is still there.
function forgetSentDraft() {
  const sent = sessionStorage.getItem('sent')
  if (sent && document.querySelector('.notice')) {
    localStorage.removeItem(sent)
    localStorage.removeItem(`${sent} at`)
  }
  sessionStorage.removeItem('sent')
}

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})

// An open menu closes when the attention goes elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false
  }
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

const shelf = document.querySelector('[data-newest]')
if (shelf) setInterval(lookForMail, 2000)

async function lookForMail() {
  if (document.hidden) return
  const answer = await fetch('/dev/inbox/newest').catch(() => null)
  const newest = answer?.ok ? await answer.text() : shelf.dataset.newest
  if (newest === shelf.dataset.newest) return
  if (isBusy()) document.querySelector('[data-fresh]').hidden = false
  else location.reload()
}

function isBusy() {
  const fields = [...document.querySelectorAll('.dev input, .dev textarea, .dev select')]
  return fields.some((field) => field === document.activeElement || field.dataset.touched)
}

document.addEventListener('input', (event) => {
  event.target.dataset.touched = '1'
})
