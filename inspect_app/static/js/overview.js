// Draws the charts of the dashboard from the tables that stand beside them: a chart has no numbers of its own.

const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(name).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function count(cell) {
  return Number(cell.textContent.trim());
}

function stripes(colour, ground) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function draw(part, config) {
  const box = part.querySelector(".chart-box");
  box.hidden = false;
  const axis = { ticks: { color: ink("--ink-2"), precision: 0 }, grid: { color: ink("--line") }, beginAtZero: true };
  const plain = { ...axis, grid: { display: false } };
  const legend = { labels: { color: ink("--ink"), usePointStyle: true, boxHeight: 9 }, display: config.data.datasets.length > 1 };
  const options = { animation: still ? false : undefined, maintainAspectRatio: false, plugins: { legend }, scales: { x: plain, y: axis } };
  return new window.Chart(box.querySelector("canvas"), { ...config, options });
}

function trend(part) {
  const rows = [...part.querySelectorAll("tbody tr")];
  const line = (place, label, colour, pointStyle, borderDash) => ({
    label, pointStyle, borderDash, borderColor: colour, backgroundColor: ink("--surface"), pointRadius: 5, borderWidth: 2,
    data: rows.map((row) => count(row.cells[place])),
  });
  draw(part, {
    type: "line",
    data: {
      labels: rows.map((row) => row.cells[0].dataset.label),
      datasets: [line(1, "交办", ink("--ink"), "circle", []), line(2, "销号", ink("--accent"), "rect", [6, 4])],
    },
  });
  part.querySelector("details").open = false;
}

function kinds(part) {
  const table = document.getElementById("heat");
  const heads = [...table.querySelectorAll("thead th")].slice(1, -1);
  const sums = [...table.querySelector("tr.total").cells].slice(1, -1);
  draw(part, {
    type: "bar",
    data: {
      labels: heads.map((head) => head.textContent.trim()),
      datasets: [{
        label: "合计", data: sums.map(count), backgroundColor: stripes(ink("--accent"), ink("--accent-soft")),
        borderColor: ink("--accent"), borderWidth: 1, maxBarThickness: 48,
      }],
    },
  });
}

if (window.Chart) {
  window.Chart.defaults.font.family = style.getPropertyValue("--font").trim() || "sans-serif";
  for (const part of document.querySelectorAll("[data-chart]")) {
    ({ trend, kinds })[part.dataset.chart](part);
  }
}
