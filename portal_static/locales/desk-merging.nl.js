/** Nederlands, klanten samenvoegen aan de balie. */

export default {
  merge_title: "{name} samenvoegen met een andere klant",
  merge_search: "Welke klant is dezelfde?",
  merge_found: { one: "{n} klant gevonden.", other: "{n} klanten gevonden." },
  merge_nobody: "Geen andere klant gevonden.",
  merge_compare: "Is dit dezelfde klant?",
  merge_head: "Blijft staan",
  merge_member: "Komt daarbinnen te staan",
  merge_swap: "Andersom",
  merge_other: "Een andere kiezen",
  merge_action: "Samenvoegen",
  merge_what_happens: "Wat er gebeurt",
  merge_as_one: "De balie en het portaal tonen {member} voortaan binnen {head}: facturen, betalingen, rekeningoverzicht, abonnementen en saldo’s als die van één klant.",
  merge_who_sees: { one: "Deze persoon ziet in het portaal meteen alles van beide:", other: "Deze {n} mensen zien in het portaal meteen alles van beide:" },
  merge_nobody_sees: "Niemand heeft een adres, dus niemand ziet meer dan eerst.",
  merge_owners: "Wie bij één van beide eigenaar is, beheert ook de contactpersonen van de andere.",
  merge_stays_apart: "Bij de betaalaanbieder blijven beide zoals ze zijn, en wat binnenkomt hoort nog steeds bij zijn eigen klant. Er wordt geen e-mail verstuurd, en alles kan ongedaan worden gemaakt.",
  merged_done: "{member} staat nu binnen {head}.",
};
