/** What the node knows of a field: how its parameter becomes a value of the request. */
export interface OperationField {
	name: string;
	/** The name of the parameter, and whether it is in the collection of options. */
	parameter: string;
	option: boolean;
	place: 'path' | 'query' | 'header' | 'body';
	kind: 'text' | 'number' | 'boolean' | 'list' | 'json' | 'file' | 'files';
}

/** What the node knows of an operation. */
export interface Operation {
	id: string;
	verb: string;
	path: string;
	fields: OperationField[];
	/** What comes back: JSON, one file, several files, or headers alone. */
	answers: 'json' | 'file' | 'files' | 'nothing';
	/** Whether `output` chooses how a file comes back. */
	kept: boolean;
	hasBody: boolean;
	severalFiles: boolean;
}
