/* What the page does: tables and map show the same thing. */

const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];

const map = new DayMap(byId("map"), JSON.parse(byId("drawing").textContent), showRow);
const showAll = byId("show-all");
const hubFilter = byId("hub-filter");

/** Open the table that a stop is in, and bring its row into view. */
function showRow(key) {
  const row = document.querySelector(`tr[data-stop="${CSS.escape(key)}"]`);
  for (let part = row; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  all("tr.chosen").forEach((other) => other.classList.remove("chosen"));
  row.classList.add("chosen");
  row.scrollIntoView({ block: "center" });
  row.querySelector("button").focus({ preventScroll: true });
}

function toMap() {
  byId("map").scrollIntoView({ block: "nearest" });
}

/* What is shown: one hub or all (null), and one vehicle in the fore or none (null). */
let shown = { hub: null, vehicle: null };

/** Show something else, on the map, in the tables and on the buttons. */
function show(change) {
  shown = { ...shown, ...change };
  if (hubFilter) hubFilter.value = shown.hub ?? "";
  all("section[data-hub]").forEach((section) => {
    section.hidden = shown.hub !== null && Number(section.dataset.hub) !== shown.hub;
  });
  showAll.hidden = shown.vehicle === null;
  all("button[data-vehicle]").forEach((button) =>
    button.setAttribute("aria-pressed", String(Number(button.dataset.vehicle) === shown.vehicle)),
  );
  map.show(shown);
}

/** Open a stop's pop-up; the late are listed for all hubs, whichever is shown. */
function showStop(key) {
  const { hub, vehicle } = map.placeOf(key);
  if (shown.hub !== null && shown.hub !== hub) show({ hub: null });
  if (shown.vehicle !== null && shown.vehicle !== vehicle) show({ vehicle });
  toMap();
  map.showStop(key);
}

all("button[data-stop]").forEach((button) =>
  button.addEventListener("click", () => showStop(button.dataset.stop)),
);

all("button[data-vehicle]").forEach((button) =>
  button.addEventListener("click", () => {
    toMap();
    show({ vehicle: Number(button.dataset.vehicle) });
  }),
);

showAll.addEventListener("click", () => show({ vehicle: null }));
hubFilter?.addEventListener("change", () =>
  show({ hub: hubFilter.value === "" ? null : Number(hubFilter.value), vehicle: null }),
);

// A map that was clicked needs no frame around it; one that was reached by keyboard does.
byId("map").addEventListener("pointerdown", () => byId("map").classList.add("clicked"));
byId("map").addEventListener("blur", () => byId("map").classList.remove("clicked"));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.repaint());

// On paper every table is open, and the map shows all that it shows on the screen.
const closed = new Set();
addEventListener("beforeprint", () => {
  all("details:not([open])").forEach((details) => {
    closed.add(details);
    details.open = true;
  });
  document.documentElement.classList.add("on-paper");
  map.refit({ onPaper: true });
});
addEventListener("afterprint", () => {
  closed.forEach((details) => (details.open = false));
  closed.clear();
  document.documentElement.classList.remove("on-paper");
  map.refit({ onPaper: false });
});
