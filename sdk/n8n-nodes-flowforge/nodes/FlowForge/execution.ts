import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

import type { Operation } from './model';
import { requestOf, type OperationRequest } from './request';
import { formOf, send, type Answer } from './sending';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const ENDED = ['succeeded', 'failed', 'cancelled', 'dead'];

/** Run one operation for one item, or for all items together. */
export async function executeOperation(
	node: IExecuteFunctions,
	operation: Operation,
	index: number,
	together: boolean,
): Promise<INodeExecutionData[]> {
	const request = await requestOf(node, operation, index, together);
	const options = node.getNodeParameter('options', index, {}) as IDataObject;
	const target = (options.outputBinaryField as string) || 'data';
	const answer = options.runAsJob
		? await answerOfJob(node, operation, request, index)
		: await answerOf(node, operation, request, index);
	const items = await itemsOf(node, operation, answer, index, target);
	return items.map((item) => ({ ...item, pairedItem: { item: index } }));
}

async function answerOf(node: IExecuteFunctions, operation: Operation, request: OperationRequest, index: number): Promise<Answer> {
	const query = operation.answers === 'files' && operation.kept ? { ...request.query, output: 'base64' } : request.query;
	const { verb } = operation;
	if (!operation.hasBody) return await send(node, index, verb, request.path, query, request.headers);
	const referred = Object.keys(request.body).some((name) => request.uploads.some((one) => one.field === name));
	if (request.uploads.length && !referred) {
		const form = formOf(request.body, request.uploads);
		return await send(node, index, verb, request.path, query, { ...request.headers, ...form.headers }, form.body);
	}
	for (const one of request.uploads) {
		const before = (request.body[one.field] ?? []) as IDataObject[];
		request.body[one.field] = [...before, { base64: one.content.toString('base64'), name: one.name }];
	}
	const body = Buffer.from(JSON.stringify(request.body));
	return await send(node, index, verb, request.path, query, { ...request.headers, ...JSON_TYPE }, body);
}

/** Run as a job and wait: files are stored first, and the result is fetched at the end. */
async function answerOfJob(node: IExecuteFunctions, operation: Operation, request: OperationRequest, index: number): Promise<Answer> {
	for (const one of request.uploads) {
		const form = formOf({}, [{ ...one, field: 'file' }]);
		const kept = jsonOf(await send(node, index, 'POST', '/api/v1/files', {}, form.headers, form.body));
		const several = operation.fields.find((field) => field.name === one.field)?.kind === 'files';
		const reference = { file_id: kept.file_id };
		request.body[one.field] = several ? [...((request.body[one.field] ?? []) as IDataObject[]), reference] : reference;
	}
	const headers = { ...request.headers, ...JSON_TYPE, Prefer: 'respond-async' };
	const body = Buffer.from(JSON.stringify(request.body));
	let job = jsonOf(await send(node, index, operation.verb, request.path, request.query, headers, body));
	for (let pause = 200; !ENDED.includes(job.state as string); pause = Math.min(5000, pause * 1.5)) {
		await sleep(pause);
		job = jsonOf(await send(node, index, 'GET', `/api/v1/jobs/${String(job.id)}`));
	}
	if (job.state !== 'succeeded') {
		const error = (job.error ?? {}) as IDataObject;
		throw new NodeOperationError(node.getNode(), String(error.message ?? `The job is ${String(job.state)}.`), { itemIndex: index });
	}
	return await send(node, index, 'GET', `/api/v1/jobs/${String(job.id)}/result`);
}

async function itemsOf(node: IExecuteFunctions, operation: Operation, answer: Answer, index: number, target: string): Promise<INodeExecutionData[]> {
	const kind = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
	if (!answer.content.length) return [{ json: { status: answer.status, ...answer.headers } }];
	if (kind !== 'application/json' || (operation.answers === 'file' && !/"file"/.test(answer.content.toString('utf8', 0, 40)))) {
		const report = answer.headers['x-report'];
		const binary = await node.helpers.prepareBinaryData(answer.content, nameOf(answer), kind);
		return [{ json: { ...(report ? (JSON.parse(report) as IDataObject) : {}), fileName: binary.fileName }, binary: { [target]: binary } }];
	}
	const json = jsonOf(answer);
	if (operation.answers === 'json' || operation.answers === 'nothing') {
		return Array.isArray(json) ? json.map((one) => ({ json: one as IDataObject })) : [{ json }];
	}
	const { file, files, ...rest } = json;
	const found = (files ?? [file]) as IDataObject[];
	return await Promise.all(found.map(async (one) => await itemOf(node, one, rest, index, target)));
}

async function itemOf(node: IExecuteFunctions, file: IDataObject, rest: IDataObject, index: number, target: string): Promise<INodeExecutionData> {
	const { base64, ...described } = file;
	const content = base64
		? Buffer.from(base64 as string, 'base64')
		: (await send(node, index, 'GET', `/api/v1/files/${String(file.file_id)}/content`)).content;
	const binary = await node.helpers.prepareBinaryData(content, file.name as string, file.media_type as string);
	return { json: { ...rest, ...described, fileName: binary.fileName }, binary: { [target]: binary } };
}

function jsonOf(answer: Answer): IDataObject {
	return JSON.parse(answer.content.toString()) as IDataObject;
}

function nameOf(answer: Answer): string | undefined {
	const disposition = answer.headers['content-disposition'] ?? '';
	const encoded = /filename\*=[^']*''([^;]+)/i.exec(disposition)?.[1];
	return encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)"?/i.exec(disposition)?.[1];
}
