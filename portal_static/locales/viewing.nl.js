/** Dutch: looking as a customer does, for the firm's staff. */

/** @type {import("../app/i18n.js").Worded<typeof import("./viewing.en.js").default>} */
export default {
  view: "Meekijken als de klant",
  view_as: {
    je: "Je kijkt mee zoals {customer} het ziet. Hier kan niets worden veranderd.",
    u: "U kijkt mee zoals {customer} het ziet. Hier kan niets worden veranderd.",
  },
  view_until: "Eindigt om {time}.",
  view_end: "Beëindigen",
  view_not_ended: "Het meekijken kon niet worden beëindigd. Het stopt vanzelf om {time}.",
  view_no_pay: {
    je: "Hier gaat {customer} naar de betaalpagina. Je kijkt alleen mee, dus de link staat uit.",
    u: "Hier gaat {customer} naar de betaalpagina. U kijkt alleen mee, dus de link staat uit.",
  },
  view_opening: "Het portaal wordt geopend zoals de klant het ziet.",
  view_ended: "Het meekijken is voorbij",
  view_ended_stand: {
    je: "Je kijkt niet meer mee als de klant.",
    u: "U kijkt niet meer mee als de klant.",
  },
  view_refused: "Meekijken kan niet via dit adres",
  view_refused_stand: "Het adres werkt één keer, een minuut lang.",
  view_again: {
    je: "Sluit dit tabblad, ga in de balie terug naar de klant en begin daar opnieuw.",
    u: "Sluit dit tabblad, ga in de balie terug naar de klant en begin daar opnieuw.",
  },
};
