import type { Content } from '../gateway/chatter/mail-templates/templates.ts'

/** What the editor of a new template begins with: every kind of tag once. */
export const STARTER: Content = {
  subject: '{{ record.reference }} {{ record.name }}',
  layout: `<mj-section>
  <mj-column>
    <mj-text>Dear {{ recipient.name }},</mj-text>
    <mj-text>this is about <strong>{{ record.name }}</strong>, which is {{ record.stage }} now.</mj-text>
    <mj-text>{% if assignee.name %}{{ assignee.name }} takes care of it.{% endif %}</mj-text>
  </mj-column>
</mj-section>`,
  words: `Dear {{ recipient.name }},

this is about {{ record.name }}, which is {{ record.stage }} now.
{% if assignee.name %}
{{ assignee.name }} takes care of it.
{% endif %}`,
}
