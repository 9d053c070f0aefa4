/** Where picture and photo differ, in colour: the grey picture of differences drawn through a ramp. */
const RAMP = [[0.02, [68, 20, 130, 0]], [0.12, [120, 30, 160, 150]], [0.4, [235, 60, 90, 205]], [0.7, [255, 150, 20, 225]], [1, [255, 245, 120, 240]]];

function colour(share) {
  const above = RAMP.findIndex(([at]) => at >= share);
  if (above <= 0) return RAMP[0][1];
  const [[low, a], [high, b]] = [RAMP[above - 1], RAMP[above]];
  return a.map((value, at) => value + ((share - low) / (high - low)) * (b[at] - value));
}

/** The address of a coloured copy. Throws when the picture cannot be had. */
export async function heated(url) {
  const image = Object.assign(new Image(), { src: url });
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  const table = Array.from({ length: 256 }, (_, grey) => colour(grey / 255));
  for (let at = 0; at < pixels.data.length; at += 4) pixels.data.set(table[pixels.data[at]], at);
  context.putImageData(pixels, 0, 0);
  return URL.createObjectURL(await new Promise((done) => canvas.toBlob(done)));
}
