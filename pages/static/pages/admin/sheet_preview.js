// The translator's view: the draft as visitors will see it, beside its texts, drawn again after each save.

const KEY = "sheet-preview" // how wide it is, for this session
const LEAST = 20
const MOST = 70 // per cent of the panes

const sheet = document.querySelector("[data-sheet]")
const panes = sheet.querySelector("[data-panes]")
const pane = sheet.querySelector("[data-preview]")
const frame = sheet.querySelector("[data-frame]")
const divider = sheet.querySelector("[data-divider]")
const link = sheet.querySelector("[data-preview-toggle]")
const isWide = window.matchMedia("(min-width: 64rem)") // on a phone the link opens the preview by itself

function widen(percent) {
  const width = Math.round(Math.min(MOST, Math.max(LEAST, percent)))
  panes.style.setProperty("--preview-width", `${width}%`)
  divider.setAttribute("aria-valuenow", width)
  sessionStorage.setItem(KEY, width)
}

// Where the server could not be reached, the browser's own page stands in the frame, and lets nobody in
function inFrame(ask) {
  try {
    return ask(frame.contentWindow)
  } catch {
    return undefined
  }
}

function draw() {
  if (pane.hidden) return
  const height = inFrame((window) => window.scrollY) ?? 0
  frame.addEventListener("load", () => inFrame((window) => window.scrollTo(0, height)), { once: true })
  frame.src = pane.dataset.src
}

link.addEventListener("click", (event) => {
  if (!isWide.matches || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  pane.hidden = !pane.hidden
  panes.classList.toggle("sheet__panes--two", !pane.hidden)
  link.setAttribute("aria-expanded", !pane.hidden)
  draw()
})

sheet.addEventListener("sheet:saved", draw)

// The divider, by mouse and by keys -----------------------------------------------------------------------------------
const isRtl = () => getComputedStyle(panes).direction === "rtl"

function drag(event) {
  const box = panes.getBoundingClientRect()
  const part = ((event.clientX - box.left) / box.width) * 100
  widen(isRtl() ? part : 100 - part)
}

divider.addEventListener("pointerdown", (event) => {
  divider.setPointerCapture(event.pointerId)
  divider.addEventListener("pointermove", drag)
})
divider.addEventListener("pointerup", () => divider.removeEventListener("pointermove", drag))
divider.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: 2, ArrowRight: -2 }[event.key]
  if (!step) return
  event.preventDefault()
  widen(Number(divider.getAttribute("aria-valuenow")) + (isRtl() ? -step : step))
})

// A sentence that was clicked in the preview --------------------------------------------------------------------------
window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.source !== frame.contentWindow || !event.data?.piece) return
  sheet.dispatchEvent(new CustomEvent("sheet:focus", { detail: event.data.piece }))
})

widen(Number(sessionStorage.getItem(KEY)) || 40)
