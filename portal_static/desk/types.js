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
