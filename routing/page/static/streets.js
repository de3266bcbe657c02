/* The city's streets: drawn by ourselves, tile by tile, from the lines in the page. */

/* By rank, 0 the most important (maps/sketch.py): the zoom from which a street is drawn,
   its width in pixels at zoom 16, and the names of its colours in page.css. */
const STREET_STYLES = [
  { from: 6, width: 9, colour: "--motorway", edge: "--motorway-edge" },
  { from: 9, width: 8, colour: "--main-street", edge: "--main-street-edge" },
  { from: 10, width: 7, colour: "--main-street", edge: "--main-street-edge" },
  { from: 11, width: 6, colour: "--street", edge: "--street-edge" },
  { from: 12, width: 5, colour: "--street", edge: "--street-edge" },
  { from: 14, width: 3, colour: "--street", edge: "--street-edge" },
  { from: 15, width: 1.2, colour: "--path", edge: null },
];
const NAMES_FROM = 15;
const NAME_FONT = "500 11px system-ui, sans-serif";

const cssColour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Streets as the map projects them at zoom 0, so that any zoom is a multiplication away. */
function projectStreets(rows) {
  return rows.map(([rank, name, shape]) => {
    const points = decodePolyline(shape).map((at) => L.CRS.EPSG3857.latLngToPoint(L.latLng(at), 0));
    return { rank, name, points, bounds: L.bounds(points) };
  });
}

function streetWidth(style, zoom) {
  return Math.max(0.6, style.width * 2 ** ((zoom - 16) * (zoom < 16 ? 0.55 : 0.8)));
}

/** The part of the streets that begins at a corner, in pixels of a zoom, and is so large: a path a
    rank, made by `makePath`, which gives anything with moveTo and lineTo. */
function streetPaths(streets, zoom, corner, size, makePath) {
  const scale = 2 ** zoom;
  const margin = 8;
  const shown = L.bounds(
    corner.subtract([margin, margin]).divideBy(scale),
    corner.add(size).add([margin, margin]).divideBy(scale),
  );
  const paths = STREET_STYLES.map(makePath);
  for (const street of streets) {
    if (zoom < STREET_STYLES[street.rank].from || !shown.intersects(street.bounds)) continue;
    const path = paths[street.rank];
    street.points.forEach((point, number) => {
      const x = point.x * scale - corner.x;
      const y = point.y * scale - corner.y;
      if (number) path.lineTo(x, y);
      else path.moveTo(x, y);
    });
  }
  return paths;
}

/** Stroke paths of `streetPaths`; `stroke` is told each path with a width and a colour. */
function strokeStreets(paths, zoom, stroke) {
  const ranks = [...paths.keys()].reverse();
  // All edges first, so that crossings look like crossings; what matters most comes on top.
  for (const rank of ranks) {
    const style = STREET_STYLES[rank];
    if (style.edge && zoom >= 13) stroke(paths[rank], streetWidth(style, zoom) + 1.6, cssColour(style.edge));
  }
  for (const rank of ranks) {
    const style = STREET_STYLES[rank];
    stroke(paths[rank], streetWidth(style, zoom), cssColour(style.colour));
  }
}

/** The streets as tiles. */
const StreetTiles = L.GridLayer.extend({
  initialize(streets, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this._lines = streets;
  },

  createTile(coords) {
    const size = this.getTileSize();
    const ratio = window.devicePixelRatio || 1;
    const tile = L.DomUtil.create("canvas", "leaflet-tile");
    tile.width = size.x * ratio;
    tile.height = size.y * ratio;
    const context = tile.getContext("2d");
    context.scale(ratio, ratio);
    context.lineCap = context.lineJoin = "round";
    const corner = coords.scaleBy(size);
    const paths = streetPaths(this._lines, coords.z, corner, size, () => new Path2D());
    strokeStreets(paths, coords.z, (path, width, colour) => {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke(path);
    });
    return tile;
  },
});

/** Street names along the streets, in one canvas over the view; none covers another. */
const StreetNames = L.Layer.extend({
  initialize(streets) {
    this._lines = streets.filter((street) => street.name);
    this._widths = new Map();
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "street-names leaflet-zoom-hide");
    map.getPane("names").appendChild(this._canvas);
    this._draw();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return { moveend: this._draw, resize: this._draw };
  },

  redraw() {
    this._draw();
  },

  _draw() {
    const map = this._map;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._canvas;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const corner = map.getPixelBounds().min;
    if (map.getZoom() < NAMES_FROM) return;

    context.font = NAME_FONT;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.fillStyle = cssColour("--street-name");
    context.strokeStyle = cssColour("--street-name-halo");

    const scale = 2 ** map.getZoom();
    const shown = L.bounds(corner.divideBy(scale), corner.add(size).divideBy(scale));
    const taken = [];
    for (const street of this._lines) {
      if (!shown.intersects(street.bounds)) continue;
      const line = street.points.map((point) => ({
        x: point.x * scale - corner.x,
        y: point.y * scale - corner.y,
      }));
      const spot = this._spot(line, this._width(context, street.name), size);
      if (!spot) continue;
      const box = L.bounds([spot.x - spot.reach, spot.y - spot.rise], [spot.x + spot.reach, spot.y + spot.rise]);
      if (taken.some((other) => other.overlaps(box))) continue;
      taken.push(box);
      context.save();
      context.translate(spot.x, spot.y);
      context.rotate(spot.angle);
      context.strokeText(street.name, 0, 0);
      context.fillText(street.name, 0, 0);
      context.restore();
    }
  },

  _width(context, text) {
    if (!this._widths.has(text)) this._widths.set(text, context.measureText(text).width);
    return this._widths.get(text);
  },

  /** Where along a line a text has room: the middle of its longest straight stretch in view. */
  _spot(line, width, size) {
    let best = null;
    for (let i = 1; i < line.length; i++) {
      const from = line[i - 1];
      let to = line[i];
      const heading = Math.atan2(to.y - from.y, to.x - from.x);
      // Go on while the street hardly bends.
      for (let j = i + 1; j < line.length; j++) {
        const next = Math.atan2(line[j].y - line[j - 1].y, line[j].x - line[j - 1].x);
        if (Math.abs(Math.sin((next - heading) / 2)) > 0.06) break;
        to = line[j];
      }
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      const x = (from.x + to.x) / 2;
      const y = (from.y + to.y) / 2;
      const inView = x > 0 && y > 0 && x < size.x && y < size.y;
      if (inView && length > width + 8 && length > (best ? best.length : 0)) {
        let angle = Math.atan2(to.y - from.y, to.x - from.x);
        if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
        const reach = (Math.abs(Math.cos(angle)) * width) / 2 + 10;
        const rise = (Math.abs(Math.sin(angle)) * width) / 2 + 10;
        best = { x, y, angle, length, reach, rise };
      }
    }
    return best;
  },
});
