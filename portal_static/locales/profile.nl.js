/** Nederlands: eigen gegevens, contacten en apparaten. */

/** @type {import("../app/i18n.js").Worded<typeof import("./profile.en.js").default>} */
export default {
  choose_title: "Welk bedrijf?",
};
