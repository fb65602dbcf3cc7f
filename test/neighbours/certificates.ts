import { generate } from 'selfsigned';

const DAY = 24 * 60 * 60 * 1000;

/**
 * A throw-away authority and what it signed for these hosts, as PEM. The authority's own key is not given
 * away: nobody can sign anything else with it.
 */
export async function certify(hosts: readonly string[]) {
	const common = {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(Date.now() - DAY),
		notAfterDate: new Date(Date.now() + 365 * DAY),
	} as const;
	const authority = await generate([{ name: 'commonName', value: 'Identify demo authority' }], {
		...common,
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	const leaf = await generate([{ name: 'commonName', value: 'Identify demo' }], {
		...common,
		ca: { key: authority.private, cert: authority.cert },
		extensions: [
			{ name: 'basicConstraints', cA: false },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
		],
	});
	return { authority: authority.cert, key: leaf.private, cert: leaf.cert };
}
