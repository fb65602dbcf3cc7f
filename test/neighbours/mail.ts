import type { AddressInfo } from 'node:net';
import { simpleParser, type AddressObject } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Book } from './book';
import { REVOKED } from './service';

export interface Mail {
	/** ISO 8601. */
	at: string;
	from: string;
	to: string[];
	subject: string;
	text: string;
	/** Empty where the mail has none. */
	html: string;
	attachments: Array<{ fileName: string; mediaType: string; base64: string }>;
}

export interface Inbox {
	mails: Mail[];
}

function addresses(list: AddressObject | AddressObject[] | undefined): string[] {
	return [list ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
}

/** A mail server that delivers to nobody: an inbox for each user name that logs in, `''` without one. */
export class MailServer {
	readonly book = new Book<Inbox>(() => ({ mails: [] }));

	private readonly server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		// What it refuses or fails to read, n8n's node reports; nothing else may write to the console.
		logger: false,
		onAuth: ({ username = '' }, _session, callback) => {
			if (REVOKED.test(username)) callback(new Error('The password was revoked'));
			else callback(null, { user: username });
		},
		onData: (stream, session, callback) => {
			simpleParser(stream)
				.then((mail) => {
					this.book.of(session.user ?? '').mails.push({
						at: new Date().toISOString(),
						from: mail.from?.text ?? '',
						to: addresses(mail.to),
						subject: mail.subject ?? '',
						text: mail.text ?? '',
						html: mail.html || '',
						attachments: mail.attachments.map(({ filename, contentType, content }) => ({
							fileName: filename ?? '',
							mediaType: contentType,
							base64: content.toString('base64'),
						})),
					});
					callback();
				})
				.catch(callback);
		},
	});

	/** Gives the port. */
	async start(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		// A client that breaks off is no reason to end this process.
		this.server.on('error', () => undefined);
		return (this.server.server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
