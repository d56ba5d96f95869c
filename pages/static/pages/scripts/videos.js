// Plays a video in the page once its card is clicked; before that nothing is loaded from the video's site.

function play(card) {
  const player = document.createElement("iframe");
  player.className = "video-player";
  player.src = card.dataset.player;
  player.title = card.dataset.title;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube refuses players that don't say where they stand
  card.replaceWith(player);
  player.focus();
}

document.addEventListener("click", (event) => {
  const card = event.target.closest("a[data-player]");
  if (!card || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  play(card);
});
