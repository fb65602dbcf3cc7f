import { join } from 'node:path';
import { Cluster } from '../../queue/cluster';
import type { Member } from '../../queue/member';
import { processorTime, processorTimeWithChildren } from '../processorTime';

const PROBE = join(__dirname, '..', '..', 'support', 'profileProbe.cjs');

/** Which processes take part in a run. */
export interface Formation {
	webhooks: number;
	workers: number;
	/** Something of their own in their environment. */
	env?: Record<string, string>;
}

/** The processes of a formation, as they run. */
export interface Formed {
	webhooks: readonly Member[];
	workers: readonly Member[];
}

type Kind = 'webhook' | 'worker';

interface Ship {
	kind: Kind;
	/** Those of another environment do not take part. */
	variant: string;
	member: Member;
	running: boolean;
}

/** n8n in queue mode on Redis and PostgreSQL, with as many webhook processors and workers as a run wants. */
export class Fleet {
	private readonly ships: Ship[] = [];

	private constructor(private readonly cluster: Cluster) {}

	static async start(): Promise<Fleet> {
		// Each process is ended when this one ends: a listener for each, and there are more than ten.
		process.setMaxListeners(0);
		const env = {
			N8N_LOG_LEVEL: 'error',
			NODE_OPTIONS: `--require ${JSON.stringify(PROBE)}`,
		};
		return new Fleet(await Cluster.start({ webhooks: 0, workers: 0, env }));
	}

	get main() {
		return this.cluster.main;
	}

	/** Starts what is missing and ends the workers that are too many: they would take part. */
	async form({ webhooks, workers, env = {} }: Formation): Promise<Formed> {
		const variant = JSON.stringify(env);
		const others = this.ships.filter(
			(ship) => ship.running && ship.kind === 'worker' && ship.variant !== variant,
		);
		await Promise.all(others.map(this.halt));
		return {
			webhooks: await this.have('webhook', webhooks, env),
			workers: await this.have('worker', workers, env),
		};
	}

	private readonly halt = async (ship: Ship) => {
		ship.running = false;
		await ship.member.stop();
	};

	private async have(kind: Kind, count: number, env: Record<string, string>): Promise<Member[]> {
		const variant = JSON.stringify(env);
		const isOne = (ship: Ship) => ship.kind === kind && ship.variant === variant;
		const known = this.ships.filter(isOne);
		await Promise.all(known.filter((ship, index) => ship.running && index >= count).map(this.halt));
		for (const ship of known.slice(0, count)) {
			if (!ship.running) await ship.member.start();
			ship.running = true;
		}
		for (let index = known.length; index < count; index += 1) {
			const member = await this.cluster.add(kind, env);
			this.ships.push({ kind, variant, member, running: true });
		}
		return this.ships.filter(isOne).flatMap(({ member }, index) => (index < count ? [member] : []));
	}

	/** Processor time used so far, in ms, by kind of process. */
	processorTimes({ webhooks, workers }: Formed): Record<string, number> {
		const all = (members: readonly Member[]) =>
			members.reduce((total, { pid }) => total + processorTime(pid), 0);
		const { redis, postgres } = this.cluster.servers;
		return {
			webhook: all(webhooks),
			worker: all(workers),
			main: processorTime(this.main.pid),
			redis: processorTime(redis.pid),
			postgres: processorTimeWithChildren(postgres.pid),
		};
	}

	async stop(): Promise<void> {
		await this.cluster.stop();
	}
}
