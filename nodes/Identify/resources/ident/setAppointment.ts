import { setAppointment as result } from '../../output/shapes';
import { setOnboardifyAppointment } from '../../contract/ident';
import { toAppointmentDate } from '../../person/dates';
import { toLine } from '../../person/text';
import type { Operation } from '../../run/operation';
import { optionsCollection } from '../options';
import { identIdField, identLocator } from './identLocator';

/** `ident:setAppointment` */
export const setAppointment: Operation = {
	value: 'setAppointment',
	name: 'Set Appointment',
	action: 'Set the appointment of an ident',
	description: 'Set when, and with which representative, the video interview takes place',
	endpoint: setOnboardifyAppointment,
	once: { one: 'appointment', many: 'appointments', done: 'set', isLasting: false },
	result: result,
	properties: [
		identLocator,
		{
			displayName: 'Appointment Date',
			name: 'termin_date',
			type: 'dateTime',
			default: '',
			required: true,
			description:
				"When the interview starts. A time without an offset is in the workflow's timezone.",
		},
		{
			displayName: 'Representative ID',
			name: 'termin_user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1',
			description:
				'ID of the representative who will conduct the interview. The API cannot list representatives: ask Identify for their IDs.',
		},
		optionsCollection(),
	],
	prepare: (item) => {
		const settings = item.settings();
		const identId = identIdField(item);
		const date = item.read('termin_date', (text) => toAppointmentDate(text, item.timezone));
		const terminDate = date.text;
		const user = item.read('termin_user', toLine);
		const request = item.check(setOnboardifyAppointment, {
			ident_id: identId,
			termin_date: date,
			termin_user: user,
		});
		const lookFor = `the appointment of ident ${identId.text} on ${terminDate}`;
		return {
			lookFor,
			identity: [identId.text, terminDate, user.text],
			send: async (session) => {
				const answer = await session.call({ ...request, lookFor }, settings);
				const insertId = answer.insert_id;
				return [
					{
						json: {
							ident_id: identId.text,
							insert_id: insertId === undefined || insertId === null ? null : String(insertId),
							termin_date: terminDate,
							messages: session.messages(answer),
						},
					},
				];
			},
		};
	},
};
