import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { executeOperation } from './execution';
import { operations } from './generated/operations';
import { properties } from './generated/properties';

export class FlowForge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowForge',
		name: 'flowForge',
		icon: 'file:flowforge.svg',
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"]}}',
		description: 'Work with files, documents, images, data, numbers, keys and language models',
		defaults: { name: 'FlowForge' },
		inputs: ['main'],
		outputs: ['main'],
		usableAsTool: true,
		credentials: [{ name: 'flowForgeApi', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const results: INodeExecutionData[] = [];
		for (let index = 0; index < items.length; index++) {
			const id = this.getNodeParameter('operation', index) as string;
			const operation = operations[id];
			if (operation === undefined) {
				throw new NodeOperationError(this.getNode(), `There is no operation '${id}'.`, { itemIndex: index });
			}
			const together = operation.severalFiles && this.getNodeParameter('collectItems', index, false) === true;
			try {
				results.push(...(await executeOperation(this, operation, index, together)));
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				results.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
			}
			if (together) break;
		}
		return [results];
	}
}
