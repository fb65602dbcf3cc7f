import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { property } from '../client/failure';

const agentSchema = z.object({ type: z.string(), typeVersion: z.number() });

/**
 * Whether a model calls the node as a tool. n8n gives Agent 1 and 2 and the MCP Server Trigger a
 * context that says so (n8n 1.123 has no such method), while Agent 3 lets the engine run a node of
 * the type that n8n derives for tools, whose name ends so.
 */
export function isToolCall(context: IExecuteFunctions): boolean {
	const says = 'isToolExecution' in context && context.isToolExecution();
	return says || context.getNode().type.endsWith('Tool');
}

/** Whether a failed tool gives the model an empty answer: so do Agent 1 and 2 with what is thrown. */
function isErrorHidden(context: IExecuteFunctions): boolean {
	const agent = agentSchema.safeParse(property(context, 'parentNode')).data;
	return agent !== undefined && /\.agent(?:Tool)?$/.test(agent.type) && agent.typeVersion < 3;
}

/** Whether errors are to be returned as items: as the user set it, or since nobody would see them. */
export function goesOnAfterErrors(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || isErrorHidden(context);
}

/** Puts the advice of an error into its message where a model gets to see nothing else. */
export function withAdviceForTools(context: IExecuteFunctions, error: unknown): unknown {
	const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
	if (!isNodeError || !error.description || !isToolCall(context)) return error;
	error.message = `${error.message.replace(/\.$/, '')}. ${error.description}`;
	return error;
}
