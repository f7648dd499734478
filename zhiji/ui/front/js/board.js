// Boards: cards move by drag, by touch, or by the menu on each card; the server keeps or refuses the move.
import Sortable from "sortablejs";

const htmx = () => window.htmx;

function send(board, card, column) {
  const values = { move: card.dataset.id, to: column };
  return htmx().ajax("POST", board.dataset.board, { source: card, swap: "none", values });
}

function count(board) {
  for (const column of board.querySelectorAll("[data-column]")) {
    const number = column.querySelector("[data-count]");
    if (number && !number.textContent.includes("+")) number.textContent = column.querySelectorAll("[data-id]").length;
  }
}

let held = null; // the card in the hand
const late = new Set(); // what wanted to be drawn anew meanwhile

function letGo() {
  held = null;
  // Once the drop itself has been sent.
  setTimeout(() => {
    for (const element of late) htmx().trigger(element, "live");
    late.clear();
  });
}

// A list that looks again while a card is in the hand would take the card out of it: it waits for the drop.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!held || !event.detail.target.contains(held)) return;
  event.detail.shouldSwap = false;
  late.add(event.detail.target);
});

const ready = new WeakSet();

function start(board) {
  for (const list of board.querySelectorAll("[data-cards]")) {
    if (ready.has(list)) continue;
    ready.add(list);
    Sortable.create(list, {
      group: board.dataset.board,
      draggable: "[data-id]",
      filter: "a, button, summary",
      preventOnFilter: false,
      animation: 120,
      delay: 150,
      delayOnTouchOnly: true,
      ghostClass: "board-ghost",
      onChoose: (event) => (held = event.item),
      onUnchoose: letGo,
      onEnd(event) {
        if (event.from === event.to) return;
        const back = event.from.children[event.oldIndex] ?? null;
        const undo = () => (event.from.insertBefore(event.item, back), count(board));
        event.item.addEventListener("htmx:responseError", undo, { once: true });
        event.item.addEventListener("htmx:sendError", undo, { once: true });
        send(board, event.item, event.to.closest("[data-column]").dataset.column);
        count(board);
      },
    });
  }
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-move-to]");
  const board = choice?.closest("[data-board]");
  if (!board) return;
  const card = choice.closest("[data-id]");
  board.querySelector(`[data-column="${CSS.escape(choice.dataset.moveTo)}"] [data-cards]`)?.prepend(card);
  send(board, card, choice.dataset.moveTo);
  count(board);
});

function startAll(root) {
  for (const board of root.querySelectorAll("[data-board]")) start(board);
}
startAll(document);
document.addEventListener("htmx:afterSettle", (event) => startAll(event.target.parentElement ?? document));
