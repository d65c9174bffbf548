/**
 * What the desk's API answers, and what a page is.
 *
 * @typedef {"owner" | "finance" | "support" | "viewer"} Role
 * @typedef {"keep_own_account" | "change_own_passkeys" | "see_team" | "manage_team"
 *   | "see_customers" | "change_customers" | "view_as_customer" | "see_connections"
 *   | "manage_connections" | "see_activity" | "change_settings"} Operation
 *
 * @typedef {object} Recovery
 * @property {string} started_by
 * @property {string} started_at
 * @property {string} ready_at
 * @property {boolean} ready
 *
 * @typedef {object} User
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {Role} role
 * @property {"invited" | "active"} state
 * @property {"nl" | "en" | null} language
 * @property {string} invited_at
 * @property {string | null} last_seen_at
 * @property {Recovery | null} recovery
 *
 * @typedef {object} Caller
 * @property {User} user
 * @property {{ id: string, name: string, language: "nl" | "en", timezone: string, live: boolean }} firm
 * @property {Operation[]} operations
 *
 * @typedef {object} Passkey
 * @property {string} id
 * @property {string} name
 * @property {boolean} synced
 * @property {string} created_at
 * @property {string | null} last_used_at
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {string} device
 * @property {string} passkey
 * @property {string} created_at
 * @property {string} last_used_at
 * @property {boolean} current
 *
 * @typedef {object} Activity
 * @property {string} id
 * @property {string} name
 * @property {string} at
 * @property {string} actor
 * @property {Record<string, string>} data
 *
 * @typedef {{ value: string, currency: string }} Amount
 *
 * @typedef {object} Standing
 * @property {string} currency
 * @property {Amount} open
 * @property {Amount} overdue
 * @property {string | null} overdue_since
 * @property {Amount} collected
 * @property {Amount} due_later
 * @property {Amount} credit
 * @property {Amount} carried
 *
 * @typedef {object} Listed
 * @property {string} id
 * @property {string} name
 * @property {string | null} email
 * @property {boolean} deleted
 * @property {string | null} through
 * @property {Standing[]} balances
 *
 * @typedef {object} Sum
 * @property {string} currency
 * @property {Amount} open
 * @property {Amount} overdue
 * @property {Amount} credit
 * @property {number} late
 * @property {number} in_credit
 *
 * @typedef {object} Contact
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {string} role
 *
 * @typedef {{ provider: string, account_name: string, ref: string, url: string }} Source
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string | null} email
 * @property {boolean} deleted
 * @property {Source} source
 *
 * @typedef {object} Customer
 * @property {string} today
 * @property {string} id
 * @property {string} name
 * @property {string | null} email
 * @property {string | null} phone
 * @property {Record<"line1" | "line2" | "postal_code" | "city" | "state" | "country", string | null> | null} address
 * @property {{ type: string, value: string, verification: string | null }[]} tax_ids
 * @property {boolean} deleted
 * @property {Source} source
 * @property {Member[]} members
 * @property {Contact[]} contacts
 * @property {Standing[]} balances
 *
 * @typedef {object} Invoice
 * @property {string} id
 * @property {string} number
 * @property {"open" | "paid" | "void" | "uncollectible"} status
 * @property {string} description
 * @property {string} issued_date
 * @property {string | null} due_date
 * @property {number} days_overdue
 * @property {Amount} total
 * @property {Amount} amount_paid
 * @property {Amount} amount_remaining
 * @property {string | null} next_attempt_date
 * @property {boolean} processing
 * @property {boolean} disputed
 *
 * @typedef {object} Payment
 * @property {string} id
 * @property {string} date
 * @property {"succeeded" | "processing" | "failed" | "canceled" | "requires_action"} status
 * @property {Amount} amount
 * @property {Amount} amount_refunded
 * @property {boolean} disputed
 * @property {{ type: string, label: string }} method
 * @property {string[]} invoice_numbers
 * @property {string | null} failure
 *
 * @typedef {object} Happening
 * @property {string} id
 * @property {string} name
 * @property {string} at
 * @property {string} recorded_at
 * @property {{ kind: string, id: string, name: string }} actor
 * @property {string} object_id
 * @property {string | null} customer_id
 * @property {Record<string, string>} data
 *
 * @typedef {object} CatchUp
 * @property {string} id
 * @property {"import" | "sync"} cause
 * @property {string} started_at
 * @property {boolean} has_listed_all
 * @property {boolean} is_complete
 * @property {boolean} is_stopped
 * @property {number} found
 * @property {number} done
 * @property {{ kind: string, found: number, done: number }[]} kinds
 * @property {string | null} finished_at
 *
 * @typedef {object} Connection
 * @property {string} id
 * @property {string} account_ref
 * @property {string} account_name
 * @property {boolean} live
 * @property {"connected" | "disconnected" | "deauthorised"} status
 * @property {"closed" | "ending" | "refused" | "fresh" | "behind" | "well"} health
 * @property {string | null} connected_at
 * @property {string | null} disconnected_at
 * @property {string | null} synced_until
 * @property {string | null} next_sync_at
 * @property {string[]} missing_permissions
 * @property {string | null} last_error_code
 * @property {string | null} last_error_at
 * @property {CatchUp | null} latest
 *
 * @typedef {object} Page
 * @property {HTMLElement} host where the page draws
 * @property {string} id what the address names, such as a user; "" when it names nothing
 * @property {string} fragment
 * @property {AbortSignal} signal aborted when the page is left
 *
 * @typedef {object} View
 * @property {() => string} title
 * @property {() => void} draw
 */

/**
 * @typedef {object} Check
 * @property {"light" | "dark"} theme
 * @property {"button" | "hover" | "press" | "edge"} pair
 * @property {number} ratio
 * @property {number} needed
 * @property {boolean} passes
 *
 * @typedef {object} Judgement
 * @property {string} on_color
 * @property {Check[]} checks
 * @property {string | null} nearest what to take instead; null when the colour will do
 * @property {Record<string, string>} variables
 *
 * @typedef {object} Branding
 * @property {number} version
 * @property {string} name
 * @property {string} color
 * @property {number} radius_px
 * @property {string | null} header_text null for the firm's name
 * @property {{ file: string, width: number, height: number } | null} logo
 * @property {{ file: string, width: number, height: number } | null} favicon
 * @property {{ terms: string | null, privacy: string | null, imprint: string | null }} legal
 * @property {string} support_email
 * @property {"je" | "u"} address_form
 * @property {Judgement} judgement
 */

export {};
