import { ManualExecutionCancelledError, type IExecuteFunctions } from 'n8n-workflow';

/** The error by which n8n tells an execution that was stopped from one that failed. */
export function stoppedError(context: IExecuteFunctions): Error {
	return new ManualExecutionCancelledError(context.getExecutionId());
}

export function isStopped(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted === true;
}

/** @throws what n8n knows a stopped execution by */
export function requireRunning(context: IExecuteFunctions): void {
	if (isStopped(context)) throw stoppedError(context);
}
