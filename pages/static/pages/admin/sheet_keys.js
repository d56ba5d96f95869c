// The translator's view by keyboard: from piece to piece, done and on; and what leads to a piece from elsewhere.

const sheet = document.querySelector("[data-sheet]")
const inBox = "[contenteditable=true], textarea:not([data-comment]), input:not([type=hidden])"

const all = () => [...sheet.querySelectorAll("[data-piece]")].filter((piece) => piece.checkVisibility())
const current = () => document.activeElement?.closest("[data-piece]")

function focus(piece) {
  const place = piece.querySelector("[data-box]")?.querySelector(inBox) ?? piece
  if (place === piece) piece.tabIndex = -1
  place.focus({ preventScroll: true })
  piece.scrollIntoView({ block: "center" })
}

function step(by) {
  const pieces = all()
  const place = pieces.indexOf(current())
  const next = place < 0 ? pieces.at(by > 0 ? 0 : -1) : pieces[place + by]
  if (next) focus(next)
}

function nextOpen() {
  const pieces = all()
  const place = pieces.indexOf(current())
  const next = [...pieces.slice(place + 1), ...pieces.slice(0, Math.max(place, 0))].find((piece) => "open" in piece.dataset)
  if (next) focus(next)
  else sheet.dispatchEvent(new CustomEvent("sheet:say", { detail: "all_done" }))
}

function doneAndOn() {
  const piece = current()
  piece?.dispatchEvent(new CustomEvent("sheet:mark", { detail: { state: "done" } }))
  nextOpen()
}

function pressed(event) {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && event.key === "Enter") return event.shiftKey ? nextOpen : doneAndOn
  if (isCommand && event.key.toLowerCase() === "s" && !event.shiftKey && !event.altKey) {
    return () => sheet.dispatchEvent(new CustomEvent("sheet:save"))
  }
  if (event.altKey && !isCommand && event.key === "ArrowDown") return () => step(1)
  if (event.altKey && !isCommand && event.key === "ArrowUp") return () => step(-1)
  return null
}

// Before Draftail, which has a use of its own for some of them
document.addEventListener(
  "keydown",
  (event) => {
    const deed = pressed(event)
    const list = sheet.querySelector("[data-shortcuts][open]")
    if (event.key === "Escape" && list) {
      list.open = false
      list.querySelector("summary").focus()
    }
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    deed()
  },
  true,
)

const button = sheet.querySelector("[data-next-open]")
button.hidden = false
button.addEventListener("click", nextOpen)

const onlyOpen = sheet.querySelector("[data-only-open]") // a link that becomes a button, with its keys
onlyOpen.setAttribute("role", "button")
onlyOpen.addEventListener("keydown", (event) => {
  if (event.key !== " ") return
  event.preventDefault()
  onlyOpen.click()
})
onlyOpen.addEventListener("click", (event) => {
  event.preventDefault()
  const isOn = sheet.classList.toggle("sheet--only-open")
  event.currentTarget.setAttribute("aria-pressed", isOn)
})

function focusNamed(path) {
  const piece = path && [...sheet.querySelectorAll("[data-piece]")].find((one) => one.dataset.piece === path)
  if (piece) focus(piece)
}

sheet.addEventListener("sheet:focus", ({ detail }) => focusNamed(detail))
const focusAddressed = () => focusNamed(decodeURIComponent(location.hash.slice(1)))
window.addEventListener("hashchange", focusAddressed)
// The browser itself scrolls to what the address names when all is loaded, and takes the focus away
if (document.readyState === "complete") focusAddressed()
else window.addEventListener("load", () => setTimeout(focusAddressed))
