// The translator's view: suggestions for a piece, and remarks on it, without leaving the page.

const sheet = document.querySelector("[data-sheet]")
const token = sheet.querySelector("[name=csrfmiddlewaretoken]").value

async function fragment(url, options = {}) {
  const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token }
  const response = await fetch(url, { headers, ...options })
  if (!response.ok || response.redirected) throw new Error(String(response.status))
  return response.text()
}

// Suggestions ---------------------------------------------------------------------------------------------------------
async function toggle(button) {
  const piece = button.closest("[data-piece]")
  const pane = piece.querySelector("[data-help-pane]")
  const isOpen = pane.hidden
  button.setAttribute("aria-expanded", isOpen)
  if (isOpen) pane.innerHTML = await fragment(`${sheet.dataset.helpUrl}?path=${encodeURIComponent(piece.dataset.piece)}`)
  pane.hidden = !isOpen
}

for (const button of sheet.querySelectorAll("[data-help]")) button.hidden = false

// Remarks -------------------------------------------------------------------------------------------------------------
async function remark(button) {
  const piece = button.closest("[data-piece]")
  const body = new FormData()
  body.set("path", piece.dataset.piece)
  if (button.dataset.resolve) body.set("resolve", button.dataset.resolve)
  else body.set("text", piece.querySelector("[data-comment]").value)
  const place = piece.querySelector("[data-comments]")
  place.innerHTML = await fragment(sheet.dataset.commentUrl, { method: "POST", body })
  place.querySelector("summary")?.focus()
}

sheet.addEventListener("click", (event) => {
  const help = event.target.closest("[data-help]")
  const insert = event.target.closest("[data-insert]")
  const said = event.target.closest("[data-add-comment], [data-resolve]")
  if (help) toggle(help).catch(() => help.setAttribute("aria-expanded", "false"))
  if (insert) {
    const piece = insert.closest("[data-piece]")
    piece.dispatchEvent(new CustomEvent("sheet:insert", { detail: { content: insert.dataset.insert } }))
  }
  if (said) {
    event.preventDefault()
    remark(said).catch(() => sheet.dispatchEvent(new CustomEvent("sheet:say", { detail: "failed" })))
  }
})
