import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { property } from '../client/failure';
import type { AnyOperation } from './operation';
import { isToolCall } from './toolCall';

/** Not every engine of n8n knows waits, whatever the types say. */
function canWait(context: IExecuteFunctions): boolean {
	return typeof property(context, 'putExecutionToWait') === 'function';
}

/**
 * Why an operation cannot be run at all, whatever the items hold; undefined when it can.
 *
 * @param operation - undefined when this version of the node has none of that name
 * @param name - resource and operation as the workflow stores them
 */
export function refusalOf(
	context: IExecuteFunctions,
	operation: AnyOperation | undefined,
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
	if (notForTools !== undefined && isToolCall(context)) {
		// A model is told the message alone.
		const message = `${label} cannot be used as a tool of an AI agent. ${notForTools}`;
		return new NodeOperationError(context.getNode(), message);
	}
	if (!('wait' in operation) || canWait(context)) return undefined;
	return new NodeOperationError(context.getNode(), `${label} cannot wait here`, {
		description:
			"This way of running workflows cannot pause one. Choose n8n's regular engine in the workflow's settings, or use Get in a workflow that a schedule starts.",
	});
}
