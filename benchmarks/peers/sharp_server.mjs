// Sharp behind Node's own http server: POST a picture to /resize?width=&format=&quality=&effort=.
import { createServer } from "node:http";
import sharp from "sharp";

sharp.cache(false);
createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", async () => {
    try {
      const query = new URL(request.url, "http://localhost").searchParams;
      const options = {};
      for (const name of ["quality", "effort", "compressionLevel"]) {
        if (query.has(name)) options[name] = Number(query.get(name));
      }
      const made = await sharp(Buffer.concat(pieces))
        .rotate()
        .resize({ width: Number(query.get("width")), withoutEnlargement: true })
        .toFormat(query.get("format"), options)
        .toBuffer();
      response.writeHead(200, { "content-type": `image/${query.get("format")}` });
      response.end(made);
    } catch (error) {
      response.writeHead(422);
      response.end(String(error));
    }
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
