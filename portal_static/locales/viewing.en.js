/** English: looking as a customer does, for the firm's staff. */

export default {
  view: "Looking as the customer",
  view_as: "You are looking as {customer} sees it. Nothing can be changed here.",
  view_until: "Ends at {time}.",
  view_end: "End",
  view_not_ended: "The view could not be ended. It ends by itself at {time}.",
  view_no_pay: "Here {customer} goes to the payment page. You are only looking, so the link is off.",
  view_opening: "Opening the portal as the customer sees it.",
  view_ended: "This view has ended",
  view_ended_stand: "You are not looking as the customer any more.",
  view_refused: "This view cannot be opened",
  view_refused_stand: "Its address works once, for a minute.",
  view_again: "Close this tab, go back to the customer in the desk and begin a new view there.",
};
