import type { Exchange } from '../exchange';
import { Abandoned } from '../exchange';
import type { Reply } from '../replies';
import type { Scheduler } from '../scheduler';
import type { TokenStore } from '../tokens';
import { closeConnection, hang } from '../transmit';
import { substitute, transform, UNAVAILABLE } from './answers';
import type { ActiveFault } from './faultList';

export interface FaultTools {
	scheduler: Scheduler;
	tokens: TokenStore;
}

/**
 * Lets faults strike before the answer begins. True when one of them has had the last word.
 * Without a real answer, a fault that needs one to spoil spoils a 503.
 */
export async function interrupt(
	exchange: Exchange,
	faults: readonly ActiveFault[],
	{ scheduler, tokens }: FaultTools,
	real: Reply = UNAVAILABLE,
): Promise<boolean> {
	for (const { action } of faults) {
		switch (action.kind) {
			case 'delay':
				if (!(await scheduler.sleep(action.ms))) throw new Abandoned();
				break;
			case 'expireTokens':
				tokens.expireAll();
				break;
			case 'reset':
				exchange.reset();
				return true;
			case 'close':
				closeConnection(exchange.res);
				return true;
			case 'hang':
				await hang(exchange.res, scheduler, action.ms);
				return true;
			default: {
				const { reply, manner } = transform(action, substitute(action) ?? real);
				await exchange.send(reply, manner);
				return true;
			}
		}
	}
	return false;
}
