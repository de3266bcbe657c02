/* What the page does: tables and map show the same thing. */

const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];

const map = new DayMap(byId("map"), JSON.parse(byId("drawing").textContent), showRow);
const showAll = byId("show-all");

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

all("button[data-stop]").forEach((button) =>
  button.addEventListener("click", () => {
    toMap();
    map.showStop(button.dataset.stop);
  }),
);

all("button[data-vehicle]").forEach((button) =>
  button.addEventListener("click", () => {
    toMap();
    map.showVehicle(Number(button.dataset.vehicle));
    showAll.hidden = false;
  }),
);

showAll.addEventListener("click", () => {
  map.showVehicle(null);
  showAll.hidden = true;
});

byId("hub-filter")?.addEventListener("change", (event) => {
  const hub = event.target.value;
  all("section[data-hub]").forEach((section) => {
    section.hidden = hub !== "" && section.dataset.hub !== hub;
  });
  map.showHub(hub === "" ? null : Number(hub));
  showAll.hidden = true;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.repaint());

// On paper every table is open.
const closed = new Set();
addEventListener("beforeprint", () =>
  all("details:not([open])").forEach((details) => {
    closed.add(details);
    details.open = true;
  }),
);
addEventListener("afterprint", () => {
  closed.forEach((details) => (details.open = false));
  closed.clear();
});
