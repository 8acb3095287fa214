// Sharp behind Node's own http server: POST a picture to /resize?width=&format=&quality=&effort=, or to /pipeline.
import { createServer } from "node:http";
import sharp from "sharp";

const GROUPS = 7;

sharp.cache(false);

function resize(picture, query) {
  const options = {};
  for (const name of ["quality", "effort", "compressionLevel"]) {
    if (query.has(name)) options[name] = Number(query.get(name));
  }
  return sharp(picture)
    .rotate()
    .resize({ width: Number(query.get("width")), withoutEnlargement: true })
    .toFormat(query.get("format"), options)
    .toBuffer();
}

// Thirty steps: Sharp does one of each kind in a pass, in an order of its own, so each group is a pass.
async function pipeline(picture, query) {
  let pass = sharp(picture).rotate().resize({ width: Number(query.get("width")) });
  for (let group = 0; group < GROUPS; group += 1) {
    const { data, info } = await pass.raw().toBuffer({ resolveWithObject: true });
    pass = sharp(data, { raw: info }).flop().flip().rotate(90).blur({ sigma: 1, minAmplitude: 0.02 });
  }
  const { data, info } = await pass.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: info }).sharpen({ sigma: 1, m1: 0, m2: 3 }).jpeg({ quality: 80 }).toBuffer();
}

createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", async () => {
    try {
      const url = new URL(request.url, "http://localhost");
      const work = url.pathname === "/pipeline" ? pipeline : resize;
      const made = await work(Buffer.concat(pieces), url.searchParams);
      response.writeHead(200, { "content-type": `image/${url.searchParams.get("format")}` });
      response.end(made);
    } catch (error) {
      response.writeHead(422);
      response.end(String(error));
    }
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
