import type { IExecuteFunctions } from 'n8n-workflow';
import { hasExpression } from './expressions';

/**
 * The node's parameters, resolved for each item. What holds no expression is resolved once: n8n
 * takes about as long for a constant as for an expression, and there are thousands of items.
 */
export class Parameters {
	private readonly constants = new Map<string, unknown>();

	private readonly varying = new Set<string>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** The value of a parameter for an item. */
	resolve(name: string, index: number): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		if (this.isVarying(name)) return this.read(name, index);
		const value = this.read(name, index);
		this.constants.set(name, value);
		return value;
	}

	private isVarying(name: string): boolean {
		if (this.varying.has(name)) return true;
		const raw: unknown = this.context.getNodeParameter(name, 0, '', { rawExpressions: true });
		if (!hasExpression(raw)) return false;
		this.varying.add(name);
		return true;
	}

	private read(name: string, index: number): unknown {
		// The contract validates; n8n's own check would stop at the first bad field.
		return this.context.getNodeParameter(name, index, '', { skipValidation: true });
	}
}
