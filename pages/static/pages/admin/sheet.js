// The translator's view: saves pieces while somebody types, and keeps what was typed when the server can't be reached.
// Other scripts ask by events on a piece: "sheet:mark" {state}, "sheet:insert" {content}; on the sheet: "sheet:save".

const PAUSE = 1200 // milliseconds without a key before a save
const RETRIES = [3000, 10000, 30000]
const SETTLE = 50 // milliseconds until Draft.js has taken a key; Draftail itself writes 250 ms later into its field

const sheet = document.querySelector("[data-sheet]")
const form = sheet.querySelector("[data-sheet-form]")
const words = JSON.parse(document.getElementById("sheet-words").textContent)
const options = JSON.parse(document.getElementById("sheet-options").textContent)
const token = form.querySelector("[name=csrfmiddlewaretoken]").value
const pieces = new Map()
const unsaved = new Set() // paths that were typed in since they were last sent
const refused = new Set() // paths that the server did not take
let timer = 0
let sending = Promise.resolve()
let failures = 0
let leaving = false

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

function say(key, isBad = false) {
  const place = sheet.querySelector("[data-saved]")
  place.textContent = words[key]
  place.classList.toggle("sheet__saved--bad", isBad)
}

// Pieces --------------------------------------------------------------------------------------------------------------
class Piece {
  constructor(element) {
    this.element = element
    this.path = element.dataset.piece
    this.base = element.querySelector("[data-base]")
    this.place = element.querySelector("[data-box]")
    this.box = this.place.querySelector("[data-draftail-input], textarea, input")
    this.isRich = "draftail" in this.place.dataset
    if (this.isRich) this.startEditor()
    else this.box.addEventListener("input", () => this.touch())
    this.sent = this.box.value
    this.count()
  }

  startEditor() {
    const known = options[this.place.dataset.draftail]
    const detail = { ...structuredClone(known), textDirectionality: this.place.dir.toUpperCase() }
    this.box.dispatchEvent(new CustomEvent("w-draftail:init", { bubbles: true, detail }))
    const editor = this.place.querySelector("[contenteditable=true]")
    editor?.setAttribute("aria-labelledby", this.element.getAttribute("aria-labelledby"))
    editor?.setAttribute("aria-describedby", this.element.querySelector("[data-error]").id)
    for (const kind of ["keydown", "pointerdown", "beforeinput", "paste", "drop"]) this.place.addEventListener(kind, () => (this.isAwake = true))
    new MutationObserver(() => this.touch()).observe(this.box, { attributes: true, attributeFilter: ["value"] })
  }

  // What was typed up to now stands in the field, however slow the machine
  async settled() {
    if (!this.isRich) return
    await wait(SETTLE)
    this.box.draftailEditor.saveState()
    if (this.box.value !== this.sent) this.touch()
  }

  get isEmpty() {
    if (!this.isRich) return !this.box.value.trim()
    return !JSON.parse(this.box.value || "{}")?.blocks?.some((block) => block.text.trim())
  }

  touch() {
    this.count()
    if (this.isRich && !this.isAwake) this.sent = this.box.value // Draftail tidies what it was given
    if (this.box.value === this.sent) return
    unsaved.add(this.path)
    say("unsaved")
    saveSoon()
  }

  fill(content) {
    this.isAwake = true
    if (this.isRich) {
      this.box.draftailEditor.onChange(window.Draftail.createEditorStateFromRaw(JSON.parse(content)))
    } else {
      this.box.value = content
      this.box.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  count() {
    const limit = Number(this.element.dataset.limit)
    const place = this.element.querySelector("[data-limit-words]")
    if (!limit || !place || this.isRich) return
    const number = [...this.box.value.trim()].length
    place.hidden = number < limit * 0.8
    place.textContent = words.limit.replace("{number}", number).replace("{limit}", limit)
    place.classList.toggle("piece__limit--over", number > limit)
  }

  take(answer, sent) {
    if (sent !== undefined) this.sent = sent
    this.refuse(answer)
    if (answer.error) return
    this.base.value = answer.base
    this.stand(answer)
  }

  refuse({ error, theirs, base, content }) {
    const isOvertaken = theirs !== undefined
    this.theirs = isOvertaken ? { base, content } : null
    refused[error ? "add" : "delete"](this.path)
    const place = this.element.querySelector("[data-error]")
    place.replaceChildren()
    if (error) place.append(Object.assign(document.createElement("p"), { className: "error-message", textContent: error }))
    this.box.toggleAttribute("aria-invalid", Boolean(error))
    this.element.querySelector("[data-theirs]").hidden = !isOvertaken
    this.element.querySelector("[data-theirs-deeds]").hidden = !isOvertaken
    if (isOvertaken) this.element.querySelector("[data-theirs-text]").innerHTML = theirs // escaped by the server
  }

  stand({ standing, label, is_open: isOpen }) {
    const { element } = this
    element.className = `piece piece--${standing}`
    element.dataset.standing = standing
    element.toggleAttribute("data-open", isOpen)
    element.querySelector("[data-state]").textContent = label
    for (const button of element.querySelectorAll("[data-mark]")) {
      button.hidden = (button.dataset.mark === "done") === (standing === "done")
    }
    const changes = element.querySelector("[data-changes]")
    if (changes) changes.hidden = standing === "done"
  }
}

// Saving --------------------------------------------------------------------------------------------------------------
function saveSoon(pause = PAUSE) {
  clearTimeout(timer)
  timer = setTimeout(() => save(), pause)
}

function save(extra = []) {
  clearTimeout(timer)
  sending = sending.then(() => send(extra))
  return sending
}

async function send(extra) {
  const marked = new Map(extra.map(({ path, state }) => [path, state]))
  for (const piece of pieces.values()) {
    if (piece.waiting && !marked.has(piece.path)) marked.set(piece.path, piece.waiting)
    piece.waiting = ""
  }
  const paths = new Set([...unsaved, ...marked.keys()])
  if (!paths.size) return
  const sent = [...paths].map((path) => {
    const piece = pieces.get(path)
    return { path, content: piece.box.value, base: piece.base.value, state: marked.get(path) ?? "" }
  })
  unsaved.clear()
  const answer = await post({ pieces: sent })
  if (answer) {
    for (const { path, content } of sent) take(path, answer, content)
    finish(answer)
  } else {
    for (const { path } of sent) unsaved.add(path)
    for (const [path, state] of marked) pieces.get(path).waiting = state
  }
}

function take(path, answer, content) {
  const piece = pieces.get(path)
  if (answer.pieces[path]) piece.take(answer.pieces[path], content)
  else piece.refuse({ error: answer.unknown[path] })
  if (piece.box.value !== piece.sent) piece.touch()
}

function finish({ progress }) {
  sheet.querySelector("[data-progress]").value = progress.done
  const line = words.progress.replace("{done}", progress.done).replace("{total}", progress.total)
  sheet.querySelector("[data-progress-words]").textContent = line
  say(refused.size ? "refused" : unsaved.size ? "unsaved" : "saved", refused.size > 0)
  sheet.dispatchEvent(new CustomEvent("sheet:saved"))
}

async function post(asked) {
  say("saving")
  try {
    const response = await fetch(sheet.dataset.saveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
      body: JSON.stringify(asked),
    })
    if (response.ok && response.headers.get("Content-Type")?.includes("json")) {
      failures = 0
      return await response.json()
    }
    if (response.status < 500) {
      say("signed_out", true)
      return null
    }
  } catch {
    // no network: below
  }
  say("failed", true)
  saveSoon(RETRIES[Math.min(failures++, RETRIES.length - 1)])
  return null
}

async function saveAll() {
  await Promise.all([...pieces.values()].map((piece) => piece.settled()))
  await save()
}

async function mark(piece, state) {
  await piece.settled()
  await save([{ path: piece.path, state }])
}

async function fillFrom(piece, source) {
  await piece.settled()
  if (!piece.isEmpty && !window.confirm(words.replace)) return
  await save()
  const answer = await post({ fill: source, path: piece.path, base: piece.base.value })
  if (!answer) return
  take(piece.path, answer)
  if (answer.pieces[piece.path] && !answer.pieces[piece.path].error) {
    piece.fill(answer.pieces[piece.path].content)
    await piece.settled()
    piece.sent = piece.box.value
    unsaved.delete(piece.path)
  }
  finish(answer)
}

async function settle(piece, kept) {
  const { base, content } = piece.theirs
  piece.base.value = base
  piece.refuse({})
  if (kept === "theirs") piece.fill(content)
  await piece.settled()
  unsaved.add(piece.path)
  await save()
}

// What people do ------------------------------------------------------------------------------------------------------
function onClick(event) {
  const button = event.target.closest("[data-mark], [data-fill], [data-keep], [data-save]")
  if (!button) return
  event.preventDefault()
  if ("save" in button.dataset) return void saveAll()
  const piece = pieces.get(button.closest("[data-piece]").dataset.piece)
  if (button.dataset.mark) mark(piece, button.dataset.mark)
  else if (button.dataset.fill) fillFrom(piece, button.dataset.fill)
  else settle(piece, button.dataset.keep)
}

function start() {
  for (const element of sheet.querySelectorAll("[data-piece]:has([data-box])")) {
    const piece = new Piece(element)
    pieces.set(piece.path, piece)
    element.addEventListener("sheet:mark", ({ detail }) => mark(piece, detail.state))
    element.addEventListener("sheet:insert", ({ detail }) => piece.fill(detail.content))
  }
  sheet.addEventListener("sheet:save", saveAll)
  sheet.addEventListener("sheet:say", ({ detail }) => say(detail))
  form.addEventListener("click", onClick)
  form.addEventListener("submit", () => (leaving = true))
  window.addEventListener("online", () => saveSoon(0))
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved.size || refused.size)) event.preventDefault()
  })
  for (const hint of sheet.querySelectorAll("[data-auto]")) hint.hidden = false
}

start()
