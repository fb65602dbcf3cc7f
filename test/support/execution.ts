import type { INodeExecutionData, IRunData, ITaskData } from 'n8n-workflow';

/** What n8n stored about one execution. */
export class Execution {
	constructor(
		readonly id: string,
		readonly workflowId: string,
		/** `success`, `error`, `canceled`, `waiting`, … */
		readonly status: string,
		/** Every run of every node. */
		readonly runData: IRunData,
		/** The message the execution failed with. */
		readonly errorMessage: string | undefined,
	) {}

	runsOf(node: string): ITaskData[] {
		return this.runData[node] ?? [];
	}

	/** The items that left a node by one of its outputs, in its last run unless told otherwise. */
	items(node: string, { run = -1, output = 0 } = {}): INodeExecutionData[] {
		return this.runsOf(node).at(run)?.data?.main?.[output] ?? [];
	}

	/** The JSON of `items`. */
	json(node: string, where: { run?: number; output?: number } = {}) {
		return this.items(node, where).map(({ json }) => json);
	}

	/** The error a node's run ended with: n8n's own object, description and HTTP code included. */
	errorOf(node: string, run = -1) {
		return this.runsOf(node).at(run)?.error;
	}
}
