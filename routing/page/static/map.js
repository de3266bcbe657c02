/* The map: streets, and on them the day's routes, stops, hubs and collection points. */

const NUMBERS_FROM = 14;

/* A pop-up stays clear of the tools above the map. */
const POPUP = { maxWidth: 300, autoPanPaddingTopLeft: [8, 56], autoPanPaddingBottomRight: [8, 8] };

/** A stop: a dot from afar, its number from near. Drawn on the canvas, so that thousands are light. */
const StopMarker = L.CircleMarker.extend({
  /* What is dropped at a hub or locker stands beside its sign, each vehicle's on its own side. */
  _project() {
    L.CircleMarker.prototype._project.call(this);
    this._point = this._point.add(this.shift());
    this._updateBounds();
  },

  shift() {
    const side = this.options.vehicle * 2.4;
    return this.options.drop ? L.point(18 * Math.cos(side), 18 * Math.sin(side)) : L.point(0, 0);
  },

  _updatePath() {
    this._renderer._updateCircle(this);
    if (this.options.radius < 8 || this._empty() || this.options.faded) return;
    const context = this._renderer._ctx;
    context.save();
    context.fillStyle = "#fff";
    context.font = "600 10px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(this.options.number, this._point.x, this._point.y + 0.5);
    context.restore();
  },
});

class DayMap {
  /** `onStop` is told the key of a stop that its pop-up's button asks to see in the tables. */
  constructor(element, data, onStop) {
    this._onStop = onStop;
    this._hub = null;
    this._vehicle = null;
    this._map = L.map(element, {
      zoomSnap: 0.5,
      minZoom: 3,
      maxZoom: 19,
      attributionControl: false,
      renderer: L.canvas({ padding: 0.3, tolerance: 3 }),
    });
    L.control
      .attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' })
      .addAttribution('© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors')
      .addTo(this._map);
    L.control.scale({ imperial: false }).addTo(this._map);

    const names = this._map.createPane("names");
    names.style.zIndex = 250;
    names.style.pointerEvents = "none";
    this._lines = projectStreets(data.streets);
    this._streets = [
      new StreetTiles(this._lines, { updateWhenZooming: false }),
      new StreetNames(this._lines),
    ];

    this._hubs = data.hubs;
    this._vehicles = data.vehicles.map((vehicle) => this._vehicleLayers(vehicle));
    this._stops = new Map(
      this._vehicles.flatMap(({ markers }) => markers.map((marker) => [marker.options.key, marker])),
    );
    const placed = (kind) => (place) => this._placeMarker(place, kind);
    this._places = [...data.hubs.map(placed("hub")), ...data.points.map(placed("point"))];

    this._map.fitBounds(this._everything(), { padding: [24, 24], maxZoom: 16 });
    this._streets.forEach((layer) => layer.addTo(this._map));
    this._vehicles.forEach(({ group }) => group.addTo(this._map));
    this._places.forEach((marker) => marker.addTo(this._map));
    this._map.on("zoomend", () => this._restyle());
    this._restyle();
  }

  /** Draw everything again in the colours of page.css. */
  repaint() {
    this._streets.forEach((layer) => layer.redraw());
  }

  /** Show one hub's vehicles only, by its place in the data, and bring one vehicle to the fore, by
      its key; `null` is all of them. */
  show({ hub, vehicle }) {
    this._hub = hub;
    this._vehicle = vehicle;
    this._map.closePopup();
    this._restyle();
    this._map.fitBounds(this._everything(), { padding: [24, 24], maxZoom: 16 });
  }

  /** The hub and the vehicle that a stop belongs to. */
  placeOf(key) {
    const { vehicle } = this._stops.get(key).options;
    return { hub: this._vehicles.find((one) => one.key === vehicle).hub, vehicle };
  }

  /** All that is shown, fitted into a map of another size; on paper drawn by `paperMap`. */
  refit({ onPaper }) {
    this._map.invalidateSize({ animate: false, pan: false });
    this._map.fitBounds(this._everything(), { padding: [24, 24], animate: false });
    this._paper?.remove();
    this._paper = null;
    if (!onPaper) return;
    this._paper = paperMap(this._map, this._lines, this._inView());
    this._map.getContainer().prepend(this._paper);
  }

  /** Open a stop's pop-up. */
  showStop(key) {
    const marker = this._stops.get(key);
    this._map.setView(marker.getLatLng(), Math.max(this._map.getZoom(), 16), { animate: false });
    marker.openPopup();
  }

  closePopup() {
    this._map.closePopup();
  }

  _shown(vehicle) {
    return this._hub === null || vehicle.hub === this._hub;
  }

  /** The vehicles in the foreground. */
  _inView() {
    return this._vehicles.filter(
      (vehicle) => this._shown(vehicle) && (this._vehicle === null || vehicle.key === this._vehicle),
    );
  }

  _everything() {
    const bounds = L.latLngBounds([]);
    for (const { lines, markers } of this._inView()) {
      lines.forEach((line) => bounds.extend(line.getBounds()));
      markers.forEach((marker) => bounds.extend(marker.getLatLng()));
    }
    if (bounds.isValid()) return bounds;
    const hubs = this._hub === null ? this._hubs : [this._hubs[this._hub]];
    hubs.forEach((hub) => bounds.extend([hub.lat, hub.lon]));
    return bounds.isValid() ? bounds.pad(0.2) : L.latLngBounds([[50, 4], [51, 5]]);
  }

  _vehicleLayers({ key, hub, colour, shapes, stops }) {
    const drawn = shapes.map(decodePolyline).filter((points) => points.length > 1);
    const lines = drawn.map((points) => L.polyline(points, { color: colour, interactive: false }));
    const markers = stops.map((stop) =>
      new StopMarker([stop.lat, stop.lon], {
        key: stop.key,
        vehicle: key,
        number: stop.number,
        late: stop.late,
        drop: stop.drop,
        fillColor: colour,
      }).bindPopup(() => this._popup(stop.title, stop.facts, stop.key), POPUP),
    );
    return { key, hub, lines, markers, group: L.layerGroup([...lines, ...markers]) };
  }

  _placeMarker(place, kind) {
    return L.marker([place.lat, place.lon], {
      icon: L.divIcon({ className: `place ${kind}`, iconSize: kind === "hub" ? [22, 22] : [14, 14] }),
      title: place.title,
      alt: place.title,
    }).bindPopup(() => this._popup(place.title, place.facts), POPUP);
  }

  _popup(title, facts, key) {
    const box = L.DomUtil.create("div", "popup");
    L.DomUtil.create("strong", "", box).textContent = title;
    const list = L.DomUtil.create("dl", "", box);
    for (const [label, value] of facts) {
      L.DomUtil.create("dt", "", list).textContent = label;
      L.DomUtil.create("dd", "", list).textContent = value;
    }
    if (key !== undefined) {
      const button = L.DomUtil.create("button", "", box);
      button.type = "button";
      button.textContent = "Show in the table";
      button.addEventListener("click", () => this._onStop(key));
    }
    return box;
  }

  _restyle() {
    const near = this._map.getZoom() >= NUMBERS_FROM;
    for (const vehicle of this._vehicles) {
      const { key, lines, markers, group } = vehicle;
      if (!this._shown(vehicle)) {
        group.remove();
        continue;
      }
      group.addTo(this._map);
      const faded = this._vehicle !== null && this._vehicle !== key;
      for (const line of lines) {
        line.setStyle({ weight: near ? 4 : 3, opacity: faded ? 0.12 : 0.75 });
        if (key === this._vehicle) line.bringToFront();
      }
      for (const marker of markers) {
        marker.options.faded = faded;
        marker.setStyle({
          radius: near ? 9 : 4.5,
          fillOpacity: faded ? 0.15 : 1,
          color: marker.options.late ? "#c00000" : "#ffffff",
          weight: marker.options.late ? 3 : 1.5,
          opacity: faded ? 0.15 : 1,
        });
        if (!faded) marker.bringToFront();
      }
    }
  }
}
