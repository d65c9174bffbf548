/** English: a person's own details, contacts and devices. */

export default {
  choose_title: "Which company?",
};
