import { randomUUID } from 'node:crypto';
import {
	ACTIVE_PROJECT_ID,
	IDENT_LIFETIME_MS,
	PENDING_IDENT_ID,
	SUCCESSFUL_IDENT_ID,
} from './constants';
import { evidenceOf, type EvidenceFile } from './files/evidence';

export interface IdentRecord {
	readonly id: string;
	/** Position in the order of creation, seeds included. */
	readonly sequence: number;
	readonly origin: 'api' | 'seed';
	readonly partner: string;
	readonly customerId: string;
	/** As sent to ident/create, without empty ones. */
	readonly fields: Readonly<Record<string, string>>;
	readonly companyName: string;
	readonly createdAt: number;
	statusCode: string;
	/** Text of a status that the settings do not name. */
	statusText: string | null;
	terminDate: string | null;
	files: EvidenceFile[] | null;
}

export interface Appointment {
	insertId: string;
	identId: string;
	terminDate: string;
	terminUser: string;
	time: number;
}

export interface IdentSeed {
	id?: string;
	partner?: string;
	fields?: Record<string, string>;
	companyName?: string;
	statusCode?: string;
	terminDate?: string;
	createdAt?: number;
	/** Replaces the files that a successful ident has by itself. */
	files?: EvidenceFile[];
}

const SEED_FIELDS: Readonly<Record<string, string>> = {
	project_id: ACTIVE_PROJECT_ID,
	person_first_name: 'JANE',
	person_last_name: 'DOE',
	birthday: '1978-01-01',
	email: 'jane.doe@identify24.de',
	mobile_phone: '+491747643106',
	nationality: 'DE',
	street: 'PARKSTR.',
	house_no: '45',
	zip_code: '90763',
	city: 'FÜRTH',
	country: 'DE',
};

/** Success and Successful: the identification has yielded its files. */
export function isSuccess(statusCode: string): boolean {
	return statusCode === '3' || statusCode === '5';
}

/** The record of what was carried out, in order of creation. */
export class IdentStore {
	readonly idents = new Map<string, IdentRecord>();
	readonly appointments: Appointment[] = [];
	private lastSequence = 0;

	constructor(private readonly now: () => number) {}

	/** Idents made by ident/create, oldest first. */
	get created(): IdentRecord[] {
		return [...this.idents.values()].filter(({ origin }) => origin === 'api');
	}

	create(partner: string, fields: Record<string, string>): IdentRecord {
		return this.add('api', { partner, fields });
	}

	seed(partner: string, seed: IdentSeed): IdentRecord {
		return this.add('seed', { partner, ...seed, fields: { ...SEED_FIELDS, ...seed.fields } });
	}

	/** Those that tests and people find in every fresh sandbox. */
	seedDefaults(partner: string): void {
		this.seed(partner, { id: PENDING_IDENT_ID, fields: { custom_id: 'pending-sample' } });
		this.seed(partner, {
			id: SUCCESSFUL_IDENT_ID,
			statusCode: '5',
			fields: {
				project_id: '274',
				person_first_name: 'SVEN',
				person_last_name: 'FAERBER',
				person_position: 'Optional',
				email: 'sven@example.com',
				birthday: '1973-12-17',
				birth_place: 'BERLIN',
				type_of_id: 'Personalausweis',
				id_number: 'LJFE8J32NDM',
				id_country: 'DE',
				id_issue_date: '2021-05-10',
				id_end_date: '2031-05-09',
				international_code: 'DE',
				custom_id: 'My custom ID',
				custom1: 'custom1',
			},
			terminDate: '2024-11-11T11:11+01:00',
		});
	}

	/** Undefined for another partner's ident and after the ident's lifetime. */
	find(id: string, partner?: string): IdentRecord | undefined {
		const ident = this.idents.get(id.toLowerCase());
		if (!ident || (partner !== undefined && ident.partner !== partner)) return undefined;
		return this.now() - ident.createdAt < IDENT_LIFETIME_MS ? ident : undefined;
	}

	findFile(path: string): { ident: IdentRecord; file: EvidenceFile } | undefined {
		for (const ident of this.idents.values()) {
			const file = ident.files?.find((candidate) => candidate.path === path);
			if (file) return { ident, file };
		}
		return undefined;
	}

	setAppointment(ident: IdentRecord, terminDate: string, terminUser: string): Appointment {
		ident.terminDate = terminDate;
		const insertId = String(1_000_001 + this.appointments.length);
		const appointment = { insertId, identId: ident.id, terminDate, terminUser, time: this.now() };
		this.appointments.push(appointment);
		return appointment;
	}

	setStatus(ident: IdentRecord, statusCode: string, statusText: string | null): void {
		ident.statusCode = statusCode;
		ident.statusText = statusText;
		if (isSuccess(statusCode)) {
			ident.files ??= evidenceOf(ident.id, ident.customerId, this.now());
		}
	}

	/** All of it, as JSON can hold it. */
	save() {
		const { lastSequence, appointments } = this;
		return { lastSequence, appointments: [...appointments], idents: [...this.idents.values()] };
	}

	/** Puts back what `save` gave, in place of what is there. */
	load(saved: ReturnType<IdentStore['save']>): void {
		this.clear();
		this.lastSequence = saved.lastSequence;
		this.appointments.push(...saved.appointments);
		for (const ident of saved.idents) this.idents.set(ident.id, ident);
	}

	clear(): void {
		this.idents.clear();
		this.appointments.length = 0;
		this.lastSequence = 0;
	}

	private add(origin: IdentRecord['origin'], seed: IdentSeed & { partner: string }): IdentRecord {
		const sequence = ++this.lastSequence;
		const ident: IdentRecord = {
			id: seed.id?.toLowerCase() ?? randomUUID(),
			sequence,
			origin,
			partner: seed.partner,
			customerId: String(29_077 + sequence),
			fields: { ...seed.fields },
			companyName: seed.companyName ?? '',
			createdAt: seed.createdAt ?? this.now(),
			statusCode: '1',
			statusText: null,
			terminDate: seed.terminDate ?? null,
			files: seed.files ?? null,
		};
		this.idents.set(ident.id, ident);
		this.setStatus(ident, seed.statusCode ?? '1', null);
		return ident;
	}
}
