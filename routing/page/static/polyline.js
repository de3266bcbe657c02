/* Encoded polylines, precision 5: https://developers.google.com/maps/documentation/utilities/polylinealgorithm */

/** The [latitude, longitude] pairs of an encoded line. */
function decodePolyline(text) {
  const points = [];
  let at = 0;
  const next = () => {
    let value = 0;
    let shift = 0;
    let chunk;
    do {
      chunk = text.charCodeAt(at++) - 63;
      value |= (chunk & 31) << shift;
      shift += 5;
    } while (chunk >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  let lat = 0;
  let lon = 0;
  while (at < text.length) {
    lat += next();
    lon += next();
    points.push([lat / 1e5, lon / 1e5]);
  }
  return points;
}
