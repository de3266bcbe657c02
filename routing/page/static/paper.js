/* The map on paper: an SVG in place of the canvases, which browsers do not print as they stand when
   they are drawn for the paper. Lines are sharp at any size of it. */

/** An SVG element with attributes, put into a parent. */
function svgElement(name, attributes, parent) {
  const element = L.SVG.create(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  parent?.appendChild(element);
  return element;
}

/** The text of an SVG path, written as a canvas path is. */
class PathText {
  d = "";

  moveTo(x, y) {
    this.d += `M${x.toFixed(1)} ${y.toFixed(1)}`;
  }

  lineTo(x, y) {
    this.d += `L${x.toFixed(1)} ${y.toFixed(1)}`;
  }
}

/** What a map shows: streets (of `projectStreets`), and vehicles with their lines and markers. */
function paperMap(map, streets, vehicles) {
  const { x: width, y: height } = map.getSize();
  const svg = svgElement("svg", { class: "paper", width, height, "font-size": 8, "font-weight": 600 });
  const corner = map.getPixelBounds().min;
  const paths = streetPaths(streets, map.getZoom(), corner, map.getSize(), () => new PathText());
  const round = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
  strokeStreets(paths, map.getZoom(), ({ d }, width, stroke) =>
    svgElement("path", { d, stroke, "stroke-width": 0.6 * width, ...round }, svg),
  );
  const at = (place) => map.latLngToContainerPoint(place);
  for (const { lines } of vehicles) {
    for (const line of lines) {
      const path = new PathText();
      line.getLatLngs().forEach((place, number) => {
        const { x, y } = at(place);
        if (number) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      const stroke = line.options.color;
      svgElement("path", { d: path.d, stroke, "stroke-width": 2.5, opacity: 0.8, ...round }, svg);
    }
  }
  for (const { options, shift, place } of vehicles.flatMap(({ markers }) => markers.map(paperStop))) {
    const { x, y } = at(place).add(shift);
    const look = { fill: options.fillColor, stroke: options.color, "stroke-width": options.weight };
    svgElement("circle", { cx: x, cy: y, r: 6.5, ...look }, svg);
    const number = { x, y: y + 2.8, "text-anchor": "middle", fill: "#fff" };
    svgElement("text", number, svg).textContent = options.number;
  }
  return svg;
}

function paperStop(marker) {
  return { options: marker.options, shift: marker.shift(), place: marker.getLatLng() };
}
