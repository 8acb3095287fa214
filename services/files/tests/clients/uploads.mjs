// Uploads FILE with tus-js-client in the ways that its users do; prints the addresses of the uploads as JSON.
import { createReadStream } from "node:fs";
import { PassThrough } from "node:stream";
import * as tus from "tus-js-client";

const { ENDPOINT, FILE, HEADERS, URLS } = process.env;
const common = {
  endpoint: ENDPOINT,
  headers: JSON.parse(HEADERS),
  metadata: { filename: "größe.bin", filetype: "application/x-test" },
  urlStorage: new tus.FileUrlStorage(URLS),
  retryDelays: null,
  removeFingerprintOnSuccess: true,
};

function upload(options, source = createReadStream(FILE)) {
  return new Promise((resolve, reject) => {
    const running = new tus.Upload(source, {
      ...common,
      ...options,
      onError: reject,
      onSuccess: () => resolve(running.url),
    });
    running.start();
  });
}

// Stops when the first piece has arrived, and goes on with what the client has noted, as after a restart.
async function resumed(options) {
  const urls = { ...common, ...options };
  await new Promise((resolve, reject) => {
    const first = new tus.Upload(createReadStream(FILE), {
      ...urls,
      onError: reject,
      onChunkComplete: () => first.abort().then(resolve, reject),
    });
    first.start();
  });
  let from = null;
  const url = await new Promise((resolve, reject) => {
    const second = new tus.Upload(createReadStream(FILE), {
      ...urls,
      onError: reject,
      onProgress: (sent) => (from ??= sent),
      onSuccess: () => resolve(second.url),
    });
    second.findPreviousUploads().then(([previous]) => {
      second.resumeFromPreviousUpload(previous);
      second.start();
    }, reject);
  });
  return { url, from };
}

const chunkSize = 1_000_000;
const found = {
  whole: await upload({}),
  chunked: await upload({ chunkSize }),
  begun: await upload({ chunkSize, uploadDataDuringCreation: true }),
  deferred: await upload(
    { chunkSize, uploadLengthDeferred: true },
    createReadStream(FILE).pipe(new PassThrough()), // of no known length
  ),
  parallel: await upload({ parallelUploads: 3 }),
  resumed: await resumed({ chunkSize }),
};
const nameless = await upload({ metadata: {} });
try {
  await upload({ metadata: { expires_in_hours: "never" } });
} catch (error) {
  found.refused = JSON.parse(error.originalResponse.getBody()).error.code;
}
console.log(JSON.stringify({ ...found, nameless }));
