/** English, merging customers in the desk. */

export default {
  merge_title: "Merge {name} with another customer",
  merge_search: "Which customer is the same client?",
  merge_found: { one: "{n} customer found.", other: "{n} customers found." },
  merge_nobody: "No other customer found.",
  merge_compare: "Are these the same client?",
  merge_head: "Stays",
  merge_member: "Is shown within it",
  merge_swap: "The other way round",
  merge_other: "Choose another",
  merge_action: "Merge",
  merge_what_happens: "What happens",
  merge_as_one: "The desk and the portal show {member} within {head} from now on: invoices, payments, statement, subscriptions and balances as those of one customer.",
  merge_who_sees: { one: "This person sees everything of both in the portal, as soon as they look:", other: "These {n} people see everything of both in the portal, as soon as they look:" },
  merge_nobody_sees: "Nobody has an address, so nobody sees more than before.",
  merge_owners: "Who is an owner at one of them also manages the contacts of the other.",
  merge_stays_apart: "At the payment provider both stay as they are, and whatever comes in still belongs to its own. No mail is sent, and everything can be undone.",
  merged_done: "{member} is shown within {head} now.",
};
