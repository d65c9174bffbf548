/**
 * The shapes of the portal API, for the type checker; nothing here runs.
 *
 * @typedef {{ value: string, currency: string }} Amount
 *
 * @typedef {{ file: string, width: number, height: number }} Picture
 *
 * @typedef {object} Tenant
 * @property {string} name
 * @property {"nl" | "en"} language
 * @property {"je" | "u"} address_form
 * @property {string} header_text beside the logo; "" for nothing
 * @property {Picture | null} logo
 * @property {Picture | null} favicon
 * @property {{ terms: string | null, privacy: string | null, imprint: string | null }} legal
 * @property {string | null} support_email
 *
 * @typedef {object} Session
 * @property {{ id: string, name: string, email: string, language: "nl" | "en" | null, role: string }} contact
 * @property {{ id: string, name: string }} customer
 * @property {{ id: string, name: string }[]} others customers that this person also acts for
 * @property {string[]} may what the contact's role allows
 * @property {boolean} is_fresh whether a link proved a short while ago who it is
 * @property {{ ends_at: string } | null} view where somebody of the firm looks as the customer does
 *
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {string} role
 *
 * @typedef {object} Profile
 * @property {{ name: string, email: string | null, phone: string | null, tax_ids: { type: string, value: string }[],
 *   address: { line1: string | null, line2: string | null, postal_code: string | null, city: string | null,
 *     state: string | null, country: string | null } | null }} company
 * @property {Person[]} contacts
 *
 * @typedef {object} Device
 * @property {string} id
 * @property {string} device what the browser calls itself
 * @property {string} signed_in_at
 * @property {boolean} is_this
 *
 * @typedef {object} Balance
 * @property {string} currency
 * @property {Amount} open
 * @property {Amount} overdue
 * @property {string | null} overdue_since
 * @property {Amount} credit
 * @property {Amount} carried what the next invoice adds
 * @property {Amount} collected
 * @property {Amount} due_later
 *
 * @typedef {object} Invoice
 * @property {string} id
 * @property {string} number
 * @property {"open" | "paid" | "void" | "uncollectible"} status
 * @property {string | null} description
 * @property {string} issued_date
 * @property {string | null} due_date
 * @property {number} days_overdue
 * @property {Amount} total
 * @property {Amount} amount_paid
 * @property {Amount} amount_remaining
 * @property {"charge_automatically" | "send_invoice"} collection
 * @property {string | null} next_attempt_date
 * @property {boolean} processing whether a payment of it is under way
 * @property {boolean} disputed whether the payer's bank has yet to decide
 * @property {string | null} paid_date
 * @property {string | null} pay_url
 *
 * @typedef {object} Payment
 * @property {string} id
 * @property {string} date
 * @property {"processing" | "succeeded" | "failed" | "canceled" | "requires_action"} status
 * @property {Amount} amount
 * @property {Amount} amount_refunded
 * @property {boolean} disputed
 * @property {{ type: string, label: string }} method
 * @property {string[]} invoice_numbers
 * @property {string | null} failure
 *
 * @typedef {object} Line
 * @property {string} description
 * @property {string | null} quantity
 * @property {Amount | null} unit_amount
 * @property {Amount} amount
 * @property {string | null} period_start
 * @property {string | null} period_end
 * @property {boolean} is_proration
 *
 * @typedef {object} InvoiceStep
 * @property {string} date
 * @property {"paid" | "paid_elsewhere" | "paid_back" | "taken_back" | "credit_note" | "credit_used" |
 *   "credit_kept" | "carried" | "withdrawn" | "closed" | "corrected" | "tried"} what
 * @property {Amount} amount
 * @property {Amount} effect signed: what it adds to what is owed
 * @property {Payment | null} payment
 *
 * @typedef {object} Story
 * @property {string} today
 * @property {Invoice} invoice
 * @property {Line[]} lines
 * @property {{ subtotal: Amount, discount: Amount, tax: Amount, included_tax: Amount } | null} sums
 * @property {InvoiceStep[]} steps
 * @property {boolean} is_complete
 *
 * @typedef {object} Statement
 * @property {string} today
 * @property {string} first
 * @property {string} last
 * @property {string} currency
 * @property {string[]} currencies
 * @property {Amount} opening
 * @property {{ date: string, what: string, invoice_id: string | null, invoice_number: string | null,
 *   payment_id: string | null, amount: Amount, balance: Amount }[]} entries
 * @property {Amount} closing
 * @property {string | null} next_cursor
 *
 * @typedef {object} SubscriptionItem
 * @property {string} name
 * @property {string} description
 * @property {number | null} quantity
 * @property {Amount | null} unit_amount
 * @property {Amount | null} amount
 * @property {"day" | "week" | "month" | "year"} interval
 * @property {number} interval_count
 * @property {string} period_end
 *
 * @typedef {object} Subscription
 * @property {string} id
 * @property {string} status
 * @property {string} description
 * @property {SubscriptionItem[]} items
 * @property {"charge_automatically" | "send_invoice"} collection
 * @property {string} started_date
 * @property {string | null} trial_end_date
 * @property {boolean} is_paused
 * @property {string | null} resumes_date
 * @property {string | null} ends_date
 * @property {string | null} ended_date
 *
 * @typedef {object} PaymentMethod
 * @property {string} id
 * @property {string} type
 * @property {string} label
 * @property {string | null} last4
 * @property {string | null} works_until
 * @property {boolean} is_default
 * @property {{ status: "active" | "inactive" | "pending", reference: string | null,
 *   accepted_date: string | null } | null} mandate
 *
 * @typedef {object} Overview
 * @property {{ name: string }} customer
 * @property {string} today
 * @property {Balance[]} balances
 * @property {Invoice[]} open_invoices
 * @property {boolean} more_open
 * @property {Payment[]} payments
 *
 * @typedef {object} Page
 * @property {HTMLElement} host where the view draws
 * @property {string} id of what the address names; "" when it names nothing
 * @property {URLSearchParams} query
 * @property {string} fragment without the #
 * @property {AbortSignal} signal aborted when the visitor leaves the page
 *
 * @typedef {object} View
 * @property {() => string} title
 * @property {() => void} draw draws what is known now; called again when the language changes
 * @property {(query: URLSearchParams) => void} [revisit] same page, other query; keeps the focus
 *
 * @typedef {import("../vendor/lit-html/lit-html.js").TemplateResult<1>} Template
 */

export {};
