// Call the service through what openapi-generator's typescript-fetch generator made of its 3.0 document.
import { Configuration, CryptoApi, ResponseError, type ErrorEnvelope } from "./client";

const KEY = "00".repeat(32);

async function main(basePath: string): Promise<void> {
  const api = new CryptoApi(new Configuration({ basePath }));
  const named = await api.cryptoUuid({ uuidRequest: { version: "v5", namespace: "dns", name: "www.example.com" } });
  let error: ErrorEnvelope | undefined;
  try {
    await api.cryptoUuid({ uuidRequest: { version: "v5" } });
  } catch (refusal) {
    if (!(refusal instanceof ResponseError)) throw refusal;
    error = (await refusal.response.json()) as ErrorEnvelope;
  }
  const hashed = await api.cryptoHash({ file: new Blob(["abc"]) });
  const sealed: Blob = await api.cryptoEncryptFile({ file: new Blob(["abc"]), key: KEY });
  const opened: Blob = await api.cryptoDecryptFile({ file: sealed, key: KEY });
  const found = { uuid: named.uuid, hash: hashed.hash, decrypted: await opened.text(), error: error?.error.code };
  console.log(JSON.stringify(found));
}

void main(process.argv[2]!);
