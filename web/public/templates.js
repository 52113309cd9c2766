// Mail templates: the words of a chosen one come into the composer, and the editor shows what is typed. All works without this file.
for (const form of document.querySelectorAll('[data-template-words]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    load(form)
  })
}

async function load(form) {
  const state = form.querySelector('[data-template-state]')
  const code = form.elements.namedItem('code').value
  const answer = await fetch(
    `${form.dataset.templateWords}?code=${encodeURIComponent(code)}`,
  ).catch(() => null)
  const composer = document.getElementById('send-message')
  const area = composer?.querySelector('textarea[name="text"]')
  if (!answer?.ok || !area) {
    form.submit()
    return
  }
  const { subject, text } = await answer.json()
  composer.open = true
  area.value = area.value.trim() === '' ? text : `${area.value.trimEnd()}\n\n${text}`
  const line = composer.querySelector('input[name="subject"]')
  if (line) line.value = subject
  area.dispatchEvent(new Event('input', { bubbles: true }))
  area.focus()
  state.textContent = 'Loaded below: read it before you send it.'
}

const PAUSE = 900
for (const form of document.querySelectorAll('form[data-previews]')) {
  const button = form.querySelector('[data-preview]')
  let timer = 0
  const show = () => form.requestSubmit(button)
  form.addEventListener('input', (event) => {
    clearTimeout(timer)
    timer = setTimeout(show, event.target.type === 'radio' ? 0 : PAUSE)
  })
}
