/** Small texts: names of operations, sizes, times. */

export function nameOf(id: string): string {
  const words = id.split('.').slice(1).join(' ').replace(/[_-]/g, ' ');
  const text = words || id;
  const known = text.replace(/\b(jwt|jwe|jws|jwk|jwks|pdf|qr|pii|csv|json|xml|html|svg|gif|hmac|hkdf|hpke|kdf|rsa|pgp|csr|uuid|ulid|npv|irr|totp|hotp|fft|ode|vat|iban|sql|url|id|ssim|icc|exif|mrz|pca|tsne|anova|ab|bm25|rss|ics|yaml|xlsx|zip|x509|pkcs12|aes|gcm|cms|cbor|ocr|hocr|odf|toc)\b/gi, (word) => word.toUpperCase());
  return known.charAt(0).toUpperCase() + known.slice(1);
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const [amount, unit] = count < 1e6 ? [count / 1e3, 'KB'] : count < 1e9 ? [count / 1e6, 'MB'] : [count / 1e9, 'GB'];
  return `${amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(2))} ${unit}`;
}

export function ago(moment: number): string {
  const minutes = Math.round((Date.now() - moment) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`;
  return new Date(moment).toLocaleDateString('en', { day: 'numeric', month: 'short' });
}

export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

export const firstSentence = (text: string): string => text.split(/[:;.]\s/)[0] ?? text;

/** One of a list's members, by the list's name: lines, a line. */
export const singular = (list: string): string => list.replace(/ices$/, 'ixs').replace(/ies$/, 'ys').replace(/xes$/, 'xs').replace(/s$/, '');
