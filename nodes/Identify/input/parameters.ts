import type { INodeExecutionData } from 'n8n-workflow';
import { ASK_N8N, directReader, type DirectReader } from './directReader';
import { hasExpression } from './expressions';

/** What parameters and items are read from. */
export interface ParameterSource {
	getInputData: () => INodeExecutionData[];
	getNodeParameter: (
		name: string,
		index: number,
		fallback: string,
		options: { rawExpressions?: boolean; skipValidation?: boolean },
	) => unknown;
	getTimezone: () => string;
}

const askAlways: DirectReader = () => ASK_N8N;

/**
 * The node's parameters, resolved for each item. n8n takes about as long for a constant as for an
 * expression, and there are thousands of items: what holds no expression is resolved once, and what
 * is just a field of the item is read from there, if for the first item n8n says the same.
 */
export class Parameters {
	private readonly readers = new Map<string, DirectReader>();

	constructor(private readonly source: ParameterSource) {}

	/** The value of a parameter for an item. */
	resolve(name: string, index: number): unknown {
		const reader = this.readers.get(name);
		if (!reader) return this.resolveFirst(name, index);
		const value = reader(this.jsonOf(index));
		return value === ASK_N8N ? this.ask(name, index) : value;
	}

	/** What n8n says for the first item decides how the others are read. */
	private resolveFirst(name: string, index: number): unknown {
		const raw: unknown = this.source.getNodeParameter(name, index, '', { rawExpressions: true });
		const value = this.ask(name, index);
		if (!hasExpression(raw)) {
			this.readers.set(name, () => value);
			return value;
		}
		const reader = directReader(raw);
		const direct = reader?.(this.jsonOf(index));
		if (!reader) this.readers.set(name, askAlways);
		// A field that this item lacks leaves it to the next item to compare.
		else if (direct !== ASK_N8N) {
			const agree = JSON.stringify(direct) === JSON.stringify(value);
			this.readers.set(name, agree ? reader : askAlways);
		}
		return value;
	}

	private jsonOf(index: number): unknown {
		return this.source.getInputData()[index]?.json;
	}

	private ask(name: string, index: number): unknown {
		// The contract validates; n8n's own check would stop at the first bad field.
		return this.source.getNodeParameter(name, index, '', { skipValidation: true });
	}
}
