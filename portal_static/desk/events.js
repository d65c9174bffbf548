/** What happened, in words. */

import { text } from "./i18n.js";

/** @typedef {import("./types.js").Happening} Happening */
/** @typedef {import("./i18n.js").Key} Key */

/** By the event's name. @type {Record<string, Key>} */
const WORDS = {
  "branding.changed": "did_branding_changed",
  "connection.created": "did_connection_created",
  "connection.deauthorised": "did_connection_deauthorised",
  "connection.disconnect_asked": "did_connection_disconnect_asked",
  "connection.disconnected": "did_connection_disconnected",
  "connection.endpoint_replaced": "did_connection_endpoint_replaced",
  "connection.key_replaced": "did_connection_key_replaced",
  "connection.reconnected": "did_connection_reconnected",
  "connection.refused": "did_connection_refused",
  "contact.created": "did_contact_created",
  "contact.email_changed": "did_contact_email_changed",
  "contact.email_kept": "did_contact_email_kept",
  "contact.removed": "did_contact_removed",
  "contact.role_changed": "did_contact_role_changed",
  "contact.signed_in": "did_contact_signed_in",
  "contact.signed_out": "did_contact_signed_out",
  "contact.signed_out_everywhere": "did_contact_signed_out_everywhere",
  "contact.updated": "did_contact_updated",
  "credit_balance.changed": "did_credit_balance_changed",
  "customer.created": "did_customer_created",
  "customer.deleted": "did_customer_deleted",
  "customer.merged": "did_customer_merged",
  "customer.split": "did_customer_split",
  "customer.updated": "did_customer_updated",
  "customer.view_ended": "did_customer_view_ended",
  "customer.viewed": "did_customer_viewed",
  "import.listed": "did_import_listed",
  "import.started": "did_import_started",
  "import.stopped": "did_import_stopped",
  "invoice.issued": "did_invoice_issued",
  "invoice.lines_replaced": "did_invoice_lines_replaced",
  "invoice.marked_uncollectible": "did_invoice_marked_uncollectible",
  "invoice.paid": "did_invoice_paid",
  "invoice.pdf_kept": "did_invoice_pdf_kept",
  "invoice.reopened": "did_invoice_reopened",
  "invoice.updated": "did_invoice_updated",
  "invoice.voided": "did_invoice_voided",
  "mandate.updated": "did_mandate_updated",
  "notification.ignored": "did_notification_ignored",
  "passkey.added": "event_passkey_added",
  "passkey.count_went_back": "event_count_went_back",
  "passkey.removed": "event_passkey_removed",
  "passkey.renamed": "event_passkey_renamed",
  "payment.canceled": "did_payment_canceled",
  "payment.disputed": "did_payment_disputed",
  "payment.failed": "did_payment_failed",
  "payment.processing": "did_payment_processing",
  "payment.refunded": "did_payment_refunded",
  "payment.requires_action": "did_payment_requires_action",
  "payment.succeeded": "did_payment_succeeded",
  "payment.updated": "did_payment_updated",
  "payment_method.attached": "did_payment_method_attached",
  "payment_method.detached": "did_payment_method_detached",
  "payment_method.updated": "did_payment_method_updated",
  "subscription.created": "did_subscription_created",
  "subscription.ended": "did_subscription_ended",
  "subscription.paused": "did_subscription_paused",
  "subscription.resumed": "did_subscription_resumed",
  "subscription.started": "did_subscription_started",
  "subscription.updated": "did_subscription_updated",
  "sync.listed": "did_sync_listed",
  "sync.started": "did_sync_started",
  "sync.stopped": "did_sync_stopped",
  "tenant.created": "did_tenant_created",
  "tenant.restored": "did_tenant_restored",
  "user.added": "event_added",
  "user.described": "event_described",
  "user.invited": "event_invited",
  "user.link_made": "event_link_made",
  "user.recovered": "event_recovered",
  "user.recovered_by_operator": "event_recovered_by_operator",
  "user.recovery_cancelled": "event_recovery_cancelled",
  "user.recovery_finished": "event_recovery_finished",
  "user.recovery_started": "event_recovery_started",
  "user.removed": "did_user_removed",
  "user.role_changed": "did_user_role_changed",
  "user.session_revoked": "event_session_revoked",
  "user.sessions_ended": "event_sessions_ended",
  "user.set_up": "event_set_up",
  "user.signed_in": "event_signed_in",
  "user.signed_out": "event_signed_out",
  "user.stepped_up": "event_stepped_up",
};

/** What may be filtered by: how names of events begin. @type {[string, Key][]} */
export const KINDS = [
  ["invoice.", "kind_invoice"],
  ["payment.", "kind_payment"],
  ["customer.", "kind_customer"],
  ["contact.", "kind_contact"],
  ["subscription.", "kind_subscription"],
  ["payment_method.", "kind_payment_method"],
  ["connection.", "kind_connection"],
  ["import.", "kind_import"],
  ["sync.", "kind_sync"],
  ["user.", "kind_user"],
  ["branding.", "kind_branding"],
];

/** @type {Record<string, Key>} */
const ACTORS = {
  contact: "actor_contact",
  operator: "actor_operator",
  provider: "actor_provider",
  user: "actor_user",
};

/** @param {Happening} event */
export function words({ name, data }) {
  const said = WORDS[name] ? text(WORDS[name]) : name;
  return data.number ? `${said}: ${data.number}` : said;
}

/** Who did it. @param {Happening} event */
export const actor = ({ actor: { kind, name } }) => name || text(ACTORS[kind] ?? "actor_balie");
