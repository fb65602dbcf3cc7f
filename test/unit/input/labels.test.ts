import { labelOf } from '../../../nodes/Identify/input/labels';
import { createProperties } from '../../../nodes/Identify/resources/ident/createProperties';

it.each([
	['project_id', 'Project'],
	['person_first_name', 'First Name'],
	['zip_code', 'ZIP Code'],
	['additionalFields.gender', 'Additional Fields > Gender'],
	['idDocument.id_end_date', 'ID Document > Valid Until'],
	['customFields.custom_id', 'Custom Fields > Custom ID'],
	['options.timeout', 'Options > Timeout'],
	['pdfBinaryField', 'Input Data Field Name'],
	['no_such_field', 'no_such_field'],
	['additionalFields.no_such_field', 'Additional Fields > no_such_field'],
	['', ''],
])('the label of %j is %j', (path, label) => {
	expect(labelOf(createProperties, path)).toBe(label);
});
