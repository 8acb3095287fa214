import type { IDataObject, IExecuteFunctions, IHttpRequestMethods, JsonObject } from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';
import { randomUUID } from 'crypto';

import type { Upload } from './request';

export interface Answer {
	status: number;
	headers: Record<string, string>;
	content: Buffer;
}

const RETRIES = 3;
const LONGEST_PAUSE = 60;

/** Send one request, and again after failures that pass. Throws what the platform answers as an error. */
export async function send(
	node: IExecuteFunctions,
	index: number,
	verb: string,
	path: string,
	query: IDataObject = {},
	headers: Record<string, string> = {},
	body?: Buffer,
): Promise<Answer> {
	const { baseUrl } = await node.getCredentials('flowForgeApi', index);
	const given = verb === 'POST' ? { 'Idempotency-Key': randomUUID(), ...headers } : headers;
	for (let done = 0; ; done++) {
		const response = (await node.helpers.httpRequestWithAuthentication.call(node, 'flowForgeApi', {
			method: verb as IHttpRequestMethods,
			url: `${String(baseUrl).replace(/\/+$/, '')}${path}`,
			qs: query,
			headers: given,
			body,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as { statusCode: number; headers: Record<string, string>; body: ArrayBuffer };
		const answer = { status: response.statusCode, headers: response.headers, content: Buffer.from(response.body ?? []) };
		if (answer.status < 300) return answer;
		const error = errorOf(answer);
		const pause = Number(answer.headers['retry-after'] ?? 0.5 * 2 ** done);
		if (!error.retryable || done >= RETRIES || pause > LONGEST_PAUSE) {
			throw new NodeApiError(node.getNode(), error as unknown as JsonObject, {
				message: error.message,
				description: `${error.code}, request ${error.requestId ?? 'without an ID'}`,
				httpCode: String(answer.status),
				itemIndex: index,
			});
		}
		await sleep(pause * 1000);
	}
}

/** Return a form with files, as bytes. */
export function formOf(fields: IDataObject, uploads: Upload[]): { body: Buffer; headers: Record<string, string> } {
	const boundary = `flowforge-${randomUUID()}`;
	const parts: Buffer[] = [];
	for (const [name, value] of Object.entries(fields)) {
		const text = typeof value === 'string' ? value : JSON.stringify(value);
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`));
	}
	for (const one of uploads) {
		const name = one.name.replace(/["\r\n]/g, '_');
		const head = `Content-Disposition: form-data; name="${one.field}"; filename="${name}"\r\nContent-Type: ${one.mediaType}`;
		parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), one.content, Buffer.from('\r\n'));
	}
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return { body: Buffer.concat(parts), headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } };
}

interface Failure {
	code: string;
	message: string;
	requestId?: string;
	retryable: boolean;
}

function errorOf(answer: Answer): Failure {
	const passing = [429, 502, 503, 504].includes(answer.status);
	try {
		const { error } = JSON.parse(answer.content.toString()) as { error: Partial<Failure> };
		return { code: 'UNKNOWN', message: `Status ${answer.status}`, retryable: passing, ...error };
	} catch {
		return { code: 'UNKNOWN', message: `The server answered with status ${answer.status}.`, retryable: passing };
	}
}
