import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Operation, OperationField } from './model';

export interface Upload {
	field: string;
	name: string;
	mediaType: string;
	content: Buffer;
}

export interface OperationRequest {
	path: string;
	query: IDataObject;
	headers: Record<string, string>;
	body: IDataObject;
	uploads: Upload[];
}

/** Read the parameters of one item. With `together`, files of all items go into one request. */
export async function requestOf(
	node: IExecuteFunctions,
	operation: Operation,
	index: number,
	together: boolean,
): Promise<OperationRequest> {
	const options = node.getNodeParameter('options', index, {}) as IDataObject;
	const request: OperationRequest = { path: operation.path, query: {}, headers: {}, body: {}, uploads: [] };
	for (const field of operation.fields) {
		const given = field.option ? options[field.parameter] : node.getNodeParameter(field.parameter, index, undefined);
		if (given === undefined || given === null || given === '') continue;
		if (field.kind === 'file' || field.kind === 'files') {
			await addFiles(node, request, field, String(given), index, together);
			continue;
		}
		const value = valueOf(node, field, given as string, index);
		if (field.place === 'path') request.path = request.path.replace(`{${field.name}}`, encodeURIComponent(String(value)));
		else if (field.place === 'query') request.query[field.name] = value;
		else if (field.place === 'header') request.headers[field.name] = String(value);
		else request.body[field.name] = value;
	}
	return request;
}

function valueOf(node: IExecuteFunctions, field: OperationField, given: unknown, index: number): IDataObject[string] {
	if (typeof given !== 'string') return given as IDataObject[string];
	const text = given.trim();
	if (field.kind === 'list' && !text.startsWith('[')) return text.split(',').map((one) => one.trim());
	if (field.kind === 'list' || field.kind === 'json') {
		try {
			return JSON.parse(text) as IDataObject;
		} catch {
			// A field that takes text as well as JSON takes text that is none.
			if (field.kind === 'json' && !/^[[{]/.test(text)) return given;
			throw new NodeOperationError(node.getNode(), `'${field.name}' is not valid JSON.`, { itemIndex: index });
		}
	}
	return given;
}

/** A file is the name of a binary field of the item; anything else is a URL or the ID of a stored file. */
async function addFiles(
	node: IExecuteFunctions,
	request: OperationRequest,
	field: OperationField,
	given: string,
	index: number,
	together: boolean,
): Promise<void> {
	const items = node.getInputData();
	const indexes = together ? [...items.keys()] : [index];
	const names = field.kind === 'files' ? given.split(',').map((one) => one.trim()) : [given.trim()];
	const references: string[] = [];
	for (const at of indexes) {
		for (const name of names) {
			const binary = items[at]?.binary?.[name];
			if (binary) request.uploads.push(await uploadOf(node, field.name, name, binary, at));
			else if (/^(https?:|data:|file_)/.test(name)) references.push(name);
			else throw new NodeOperationError(node.getNode(), missing(field.name, name, Object.keys(items[at]?.binary ?? {})), { itemIndex: at });
		}
	}
	if (references.length) request.body[field.name] = field.kind === 'files' ? references : (references[0] ?? '');
}

function missing(field: string, name: string, present: string[]): string {
	const found = present.length ? `it has ${present.map((one) => `'${one}'`).join(', ')}` : 'it has none';
	return `'${field}': the item has no binary field '${name}' (${found}), and '${name}' is neither a URL nor the ID of a stored file.`;
}

async function uploadOf(
	node: IExecuteFunctions,
	field: string,
	property: string,
	binary: IBinaryData,
	index: number,
): Promise<Upload> {
	return {
		field,
		name: binary.fileName ?? 'file',
		mediaType: binary.mimeType,
		content: await node.helpers.getBinaryDataBuffer(index, property),
	};
}
