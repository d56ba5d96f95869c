// In a preview: a click on a sentence leads to its translation. Sentences are found by what they say.

const { desk, texts } = JSON.parse(document.getElementById("preview-units").textContent)
const tidy = (text) => text.replace(/\s+/g, " ").trim()
const SHORTEST = 3 // characters: less is found everywhere

function pieceOf(said) {
  const text = tidy(said)
  if (!text) return null
  const equal = texts.find(([, known]) => known === text)
  if (equal || text.length < SHORTEST) return equal ?? null
  const within = texts.find(([, known]) => known.includes(text)) // one paragraph of several
  if (within) return within
  const around = texts.filter(([, known]) => known.length >= SHORTEST && text.includes(known)) // with quotation marks
  return around.sort((one, other) => other[1].length - one[1].length)[0] ?? null
}

// The innermost element whose words belong to a piece; not further out than a few levels, or it were the whole page
function found(element) {
  for (let place = element, level = 0; place && level < 4; place = place.parentElement, level += 1) {
    if (place.matches("body, main, html")) return null
    const piece = pieceOf(place.textContent)
    if (piece) return { place, path: piece[0] }
  }
  return null
}

function isInDesk() {
  try {
    return window.parent !== window && Boolean(window.parent.document.querySelector("[data-sheet]"))
  } catch {
    return false // framed by somebody else
  }
}

function mark(place) {
  for (const marked of document.querySelectorAll("[data-translated]")) marked.removeAttribute("data-translated")
  place?.setAttribute("data-translated", "")
}

const look = new CSSStyleSheet()
look.replaceSync("[data-translated] { outline: 2px dashed currentColor; outline-offset: 2px; cursor: pointer }")
document.adoptedStyleSheets.push(look)

document.addEventListener("mouseover", (event) => mark(found(event.target)?.place))
document.addEventListener("click", (event) => {
  const piece = found(event.target)
  if (!piece || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (isInDesk()) window.parent.postMessage({ piece: piece.path }, location.origin)
  else window.open(`${desk}#${encodeURIComponent(piece.path)}`, "_blank", "noopener")
})
