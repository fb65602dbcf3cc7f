import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from './operation';
import { isToolCall } from './toolCall';

/**
 * Why an operation cannot be run at all, whatever the items hold; undefined when it can.
 *
 * @param operation - undefined when this version of the node has none of that name
 * @param name - resource and operation as the workflow stores them
 */
export function refusalOf(
	context: IExecuteFunctions,
	operation: Operation | undefined,
	name: string,
): NodeOperationError | undefined {
	if (!operation) {
		return new NodeOperationError(
			context.getNode(),
			`This version of the Identify node has no operation "${name}"`,
			{ description: 'Open the node and choose Resource and Operation again.' },
		);
	}
	const { name: label, notForTools } = operation;
	if (notForTools === undefined || !isToolCall(context)) return undefined;
	// A model is told the message alone.
	const message = `${label} cannot be used as a tool of an AI agent. ${notForTools}`;
	return new NodeOperationError(context.getNode(), message);
}
